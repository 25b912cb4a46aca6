#include "gaol/os/tty.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/ioctl.h>
#include <termios.h>
#include <unistd.h>

namespace gaol::os {
namespace {

termios modes_of(const Fd& terminal) {
    termios modes{};
    EXPECT_EQ(::tcgetattr(terminal.get(), &modes), 0);
    return modes;
}

TEST(Tty, KnowsTerminals) {
    const Pty one = open_pty();
    const Pty two = open_pty();
    ASSERT_TRUE(terminal_device(one.peer.get()));
    EXPECT_NE(terminal_device(one.peer.get()), terminal_device(two.peer.get()));
    const Fd null(::open("/dev/null", O_RDWR | O_CLOEXEC));
    EXPECT_FALSE(terminal_device(null.get()));
    EXPECT_FALSE(terminal_device(-1));
}

TEST(Tty, ReopensWithAnOpenFileDescriptionOfItsOwn) {
    const Pty pty = open_pty();
    const Fd own = reopen_terminal(pty.peer.get());
    EXPECT_EQ(terminal_device(own.get()), terminal_device(pty.peer.get()));
    EXPECT_NE(::fcntl(own.get(), F_GETFL) & O_NONBLOCK, 0);
    EXPECT_EQ(::fcntl(pty.peer.get(), F_GETFL) & O_NONBLOCK, 0);
}

TEST(Tty, ATerminalThatIsNotTheCallersIsNobodyElses) {
    const Pty pty = open_pty();
    EXPECT_TRUE(in_foreground(pty.peer.get()));
}

TEST(Tty, CopiesTheWindowSize) {
    const Pty outer = open_pty();
    const Pty inner = open_pty();
    const winsize size{.ws_row = 41, .ws_col = 113, .ws_xpixel = 0, .ws_ypixel = 0};
    ASSERT_EQ(::ioctl(outer.master.get(), TIOCSWINSZ, &size), 0);
    copy_window_size(outer.peer.get(), inner.master);
    winsize got{};
    ASSERT_EQ(::ioctl(inner.peer.get(), TIOCGWINSZ, &got), 0);
    EXPECT_EQ(got.ws_row, 41);
    EXPECT_EQ(got.ws_col, 113);
}

TEST(Tty, PreparesTheInnerTerminalAfterItsModel) {
    const Pty outer = open_pty();
    termios model = modes_of(outer.peer);
    model.c_cc[VERASE] = 'X';
    ASSERT_EQ(::tcsetattr(outer.peer.get(), TCSANOW, &model), 0);

    const Pty inside = open_pty();
    prepare_pty(inside, outer.peer.get(), Editing::Inside);
    const termios modes = modes_of(inside.peer);
    EXPECT_EQ(modes.c_cc[VERASE], 'X');
    EXPECT_NE(modes.c_oflag & OPOST, 0u);
    EXPECT_EQ(modes.c_lflag & EXTPROC, 0u);

    const Pty outside = open_pty();
    prepare_pty(outside, outer.peer.get(), Editing::Outside);
    EXPECT_EQ(modes_of(outside.peer).c_oflag & OPOST, 0u);
    EXPECT_NE(modes_of(outside.peer).c_lflag & EXTPROC, 0u);
}

TEST(TerminalModes, PutsBackWhatItFound) {
    const Pty pty = open_pty();
    const termios before = modes_of(pty.peer);
    {
        TerminalModes modes(pty.peer.get());
        EXPECT_FALSE(modes.changed());
        modes.set_raw();
        EXPECT_TRUE(modes.changed());
        EXPECT_FALSE(gathers_lines(pty.peer.get()));
    }
    EXPECT_TRUE(gathers_lines(pty.peer.get()));
    EXPECT_EQ(modes_of(pty.peer).c_lflag, before.c_lflag);
    EXPECT_EQ(modes_of(pty.peer).c_iflag, before.c_iflag);
    EXPECT_EQ(modes_of(pty.peer).c_oflag, before.c_oflag);
}

TEST(TerminalModes, FollowsAnotherTerminal) {
    const Pty outer = open_pty();
    const Pty inner = open_pty();
    prepare_pty(inner, outer.peer.get(), Editing::Outside);
    TerminalModes modes(outer.peer.get());
    modes.follow(inner.peer);
    EXPECT_FALSE(modes.changed());
    termios silent = modes_of(inner.peer);
    silent.c_lflag &= ~static_cast<tcflag_t>(ECHO);
    ASSERT_EQ(::tcsetattr(inner.peer.get(), TCSANOW, &silent), 0);
    modes.follow(inner.peer);
    EXPECT_TRUE(modes.changed());
    EXPECT_EQ(modes_of(outer.peer).c_lflag & ECHO, 0u);
    EXPECT_EQ(modes_of(outer.peer).c_lflag & EXTPROC, 0u);
    modes.restore();
    EXPECT_NE(modes_of(outer.peer).c_lflag & ECHO, 0u);
}

TEST(Tty, CountsWhatIsUnread) {
    const Pty pty = open_pty();
    EXPECT_EQ(unread(pty.peer.get()), 0u);
    ASSERT_EQ(::write(pty.master.get(), "abc\n", 4), 4);
    EXPECT_EQ(unread(pty.peer.get()), 4u);
}

}  // namespace
}  // namespace gaol::os
