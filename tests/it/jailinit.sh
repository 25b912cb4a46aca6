#!/bin/sh
# jailinit as process 1 of real PID namespaces.
. "$(dirname "$0")/../lib.sh"
isolate "$@"
command -v python3 >/dev/null || skip_all 'needs python3'
jailinit=${GAOL_JAILINIT:-$GAOL_BIN/../libexec/jailinit}
[ -x "$jailinit" ] || skip_all "no $jailinit"
TMPDIR=$tmp python3 -B "$top/tests/it/jailinit_test.py" "$jailinit" || failures=1
