#include "gaol/model/hierarchy.h"

#include <gtest/gtest.h>

#include <cerrno>

#include "gaol/model/test_failure.h"

namespace gaol {
namespace {

TEST(Names, Compose) {
    EXPECT_EQ(full_name("", "a"), "a");
    EXPECT_EQ(full_name("a.b", "c"), "a.b.c");
}

TEST(Names, Below) {
    EXPECT_TRUE(is_below("a", ""));
    EXPECT_TRUE(is_below("a.b.c", "a"));
    EXPECT_TRUE(is_below("a.b.c", "a.b"));
    EXPECT_FALSE(is_below("", ""));
    EXPECT_FALSE(is_below("a", "a"));
    EXPECT_FALSE(is_below("ab", "a"));
    EXPECT_FALSE(is_below("ab.c", "a"));
    EXPECT_FALSE(is_below("a", "a.b"));
}

TEST(Names, AsAViewerSeesThem) {
    EXPECT_EQ(relative_name("", "foo.bar"), "foo.bar");
    EXPECT_EQ(relative_name("foo", "foo.bar"), "bar");
    EXPECT_EQ(relative_name("foo", "foo.bar.baz"), "bar.baz");
    EXPECT_EQ(relative_name("foo", "foo"), "0");
    EXPECT_EQ(relative_name("", ""), "0");
    EXPECT_EQ(relative_name("foo", "food.bar"), std::nullopt);
    EXPECT_EQ(relative_name("foo.bar", "foo"), std::nullopt);
}

TEST(Names, RenamingRenamesWhatIsBelow) {
    EXPECT_EQ(renamed("a", "a", "x"), "x");
    EXPECT_EQ(renamed("a.b.c", "a.b", "a.x"), "a.x.c");
    EXPECT_EQ(renamed("ab.c", "a", "x"), "ab.c");
    EXPECT_EQ(renamed("b", "a", "x"), "b");
}

ParamValues with(ParamValues values, std::string_view name, Value value) {
    values.set(name, std::move(value));
    return values;
}

ParamValues number(std::string_view name, std::int64_t value) {
    return with({}, name, value);
}

ParamValues flag(std::string_view name, bool value) {
    return with({}, name, value);
}

Failure against(const ParamValues& child, const ParamValues& parent) {
    return failure_of([&] { check_against_parent(child, parent); });
}

TEST(Parent, TheHostAllowsEverything) {
    ParamValues child = number("children.max", 999998);
    for (const Param& param : all_params()) {
        if (param.name.starts_with("allow.") && param.owner == Owner::Jail) {
            child.set(param.name, true);
        }
    }
    child.set("enforce_statfs", std::int64_t{0});
    child.set("sysvshm", JailSys::Inherit);
    EXPECT_EQ(against(child, host_values()).text, "");
    EXPECT_EQ(against(child_defaults(host_values()), host_values()).text, "");
    EXPECT_EQ(child_defaults(host_values()), ParamValues());
}

TEST(Parent, ChildrenMaxIsStrictlyLower) {
    EXPECT_EQ(against(number("children.max", 999999), host_values()).errnum, EPERM);
    EXPECT_EQ(against(number("children.max", 4), number("children.max", 5)).errnum, 0);
    const Failure failure = against(number("children.max", 5), number("children.max", 5));
    EXPECT_EQ(failure.errnum, EPERM);
    EXPECT_EQ(
        failure.text,
        "jail_set: Operation not permitted (children.max: must be lower than the parent's 5)");
    EXPECT_EQ(against(number("children.max", 1), ParamValues()).errnum, EPERM);
    EXPECT_EQ(against(ParamValues(), ParamValues()).errnum, 0);
}

TEST(Parent, Floors) {
    EXPECT_EQ(against(number("securelevel", 1), number("securelevel", 2)).errnum, EPERM);
    EXPECT_EQ(against(number("securelevel", 3), number("securelevel", 2)).errnum, 0);
    EXPECT_EQ(against(number("enforce_statfs", 1), number("enforce_statfs", 2)).errnum, EPERM);
    EXPECT_EQ(against(number("enforce_statfs", 2), number("enforce_statfs", 1)).errnum, 0);
    EXPECT_EQ(against(number("devfs_ruleset", 5), number("devfs_ruleset", 4)).errnum, EPERM);
    EXPECT_EQ(against(number("devfs_ruleset", 0), number("devfs_ruleset", 4)).errnum, EPERM);
    EXPECT_EQ(against(number("devfs_ruleset", 4), number("devfs_ruleset", 4)).errnum, 0);
    EXPECT_EQ(against(number("devfs_ruleset", 4), ParamValues()).errnum, 0);
}

TEST(Parent, PermissionsOnlyOfItsOwn) {
    const ParamValues parent;
    for (const Param& param : all_params()) {
        if (!param.name.starts_with("allow.") || param.owner != Owner::Jail) {
            continue;
        }
        const bool differs = param.name == "allow.unprivileged_parent_tampering";
        const int expected = param.fallback == "true" || differs ? 0 : EPERM;
        EXPECT_EQ(against(flag(param.name, true), parent).errnum, expected) << param.name;
    }
    EXPECT_EQ(against(ParamValues(), flag("allow.suser", false)).text,
              "jail_set: Operation not permitted (allow.suser: the parent does not have it)");
    EXPECT_EQ(against(ParamValues(), flag("allow.unprivileged_proc_debug", false)).errnum, 0);
}

TEST(Parent, IpcFacilitiesOnlyOfItsOwn) {
    const ParamValues own = with({}, "sysvshm", JailSys::New);
    const ParamValues shared = with({}, "sysvshm", JailSys::Inherit);
    EXPECT_EQ(against(own, ParamValues()).errnum, EPERM);
    EXPECT_EQ(against(shared, ParamValues()).errnum, EPERM);
    EXPECT_EQ(against(shared, own).errnum, 0);
    EXPECT_EQ(against(own, shared).errnum, 0);
}

TEST(Child, StartsWithWhatItsParentGives) {
    ParamValues parent = number("devfs_ruleset", 4);
    parent.set("osrelease", std::string("15.0-RELEASE"));
    parent.set("securelevel", std::int64_t{2});
    parent.set("allow.suser", false);
    parent.set("allow.mount", true);
    parent.set("children.max", std::int64_t{5});
    parent.set("meta", std::string("a=1\n"));
    parent.set("host.hostname", std::string("p"));
    ParamValues expected = number("devfs_ruleset", 4);
    expected.set("osrelease", std::string("15.0-RELEASE"));
    expected.set("securelevel", std::int64_t{2});
    expected.set("allow.suser", false);
    EXPECT_EQ(child_defaults(parent), expected);
    EXPECT_EQ(against(expected, parent).errnum, 0);
}

TEST(Follow, ChildrenMaxByDepth) {
    const ParamValues before = number("children.max", 10);
    const ParamValues after = number("children.max", 2);
    const ParamValues child = number("children.max", 9);
    const ParamValues grandchild = number("children.max", 8);
    const ParamValues great = number("children.max", 7);
    const ParamValues new_child = follow_parent(child, before, after);
    const ParamValues new_grandchild = follow_parent(grandchild, child, new_child);
    EXPECT_EQ(new_child.number("children.max"), 1);
    EXPECT_EQ(new_grandchild.number("children.max"), 0);
    EXPECT_EQ(follow_parent(great, grandchild, new_grandchild).number("children.max"), 0);
    EXPECT_EQ(follow_parent(new_child, after, before).number("children.max"), 1);
}

TEST(Follow, RaisedFloorsLift) {
    const ParamValues before;
    const ParamValues after = number("securelevel", 2);
    EXPECT_EQ(follow_parent(number("securelevel", 1), before, after).number("securelevel"), 2);
    EXPECT_EQ(follow_parent(number("securelevel", 3), before, after).number("securelevel"), 3);
    EXPECT_EQ(follow_parent(number("enforce_statfs", 1), before, before).number("enforce_statfs"),
              2);
}

TEST(Follow, DevfsRulesAreForcedWhenTheyChange) {
    const ParamValues child = number("devfs_ruleset", 4);
    const ParamValues other = number("devfs_ruleset", 6);
    EXPECT_EQ(follow_parent(child, ParamValues(), other).number("devfs_ruleset"), 6);
    EXPECT_EQ(follow_parent(child, ParamValues(), ParamValues()), child);
}

TEST(Follow, PermissionsAreTakenAwayButNotGranted) {
    const ParamValues with_mount = flag("allow.mount", true);
    EXPECT_EQ(follow_parent(with_mount, with_mount, ParamValues()), ParamValues());
    EXPECT_EQ(follow_parent(ParamValues(), ParamValues(), with_mount), ParamValues());
    const ParamValues no_suser = flag("allow.suser", false);
    EXPECT_FALSE(follow_parent(ParamValues(), ParamValues(), no_suser).flag("allow.suser"));
}

TEST(Follow, OtherParametersStay) {
    ParamValues child = with({}, "persist", true);
    child.set("meta", std::string("a=1\n"));
    ParamValues after = with({}, "meta", std::string("b=2\n"));
    after.set("host.hostname", std::string("p"));
    EXPECT_EQ(follow_parent(child, ParamValues(), after), child);
}

TEST(Limits, EveryAncestorNeedsRoom) {
    const auto failure = [](const std::vector<ChildCount>& ancestors) {
        return failure_of([&] { check_child_limits(ancestors); });
    };
    EXPECT_EQ(failure({}).errnum, 0);
    EXPECT_EQ(failure({{0, 1}, {1, 2}, {3, 999999}}).errnum, 0);
    EXPECT_EQ(failure({{0, 1}, {2, 2}}).errnum, EPERM);
    EXPECT_EQ(failure({{0, 0}}).text, "prison limit exceeded");
}

TEST(HostOwner, NearestWithItsOwn) {
    const ParamValues own;
    const ParamValues inherits = with({}, "host", JailSys::Inherit);
    EXPECT_EQ(host_owner({&own, &inherits}), 0U);
    EXPECT_EQ(host_owner({&inherits, &inherits, &own}), 2U);
    EXPECT_EQ(host_owner({&inherits, &inherits}), 2U);
}

}  // namespace
}  // namespace gaol
