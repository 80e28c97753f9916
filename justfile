# Thin names for `cargo lesson …`: with Rust alone, type that instead.

set positional-arguments

# Hints then name these recipes.
export LESSON_CALLER := "just"

# Files named on the command line are meant from the folder it is typed in, so no recipe
# below changes the folder.

# The course: its lessons and their examples
[no-cd, no-exit-message]
default:
    @cargo lesson list

# The course, or one lesson of it: just list coroutines
[no-cd, no-exit-message]
list *arguments:
    @cargo lesson list "$@"

# Run a lesson's path, all of it (--all), or one example: just run-lesson coroutines sleep --fast
[no-cd, no-exit-message]
run-lesson name *arguments:
    @cargo lesson run "$@"

# Which order is luck? Many runs on several threads: just shake gather-vs-wait ten_pages
[no-cd, no-exit-message]
shake name *arguments:
    @cargo lesson shake "$@"

# A lane for each task, for instance: just timeline gather-vs-wait simple --by step
[no-cd, no-exit-message]
timeline *arguments:
    @cargo lesson timeline "$@"

# Where every task stands at one moment, for instance: just tree gather-vs-wait simple --at 1.5
[no-cd, no-exit-message]
tree *arguments:
    @cargo lesson tree "$@"

# Step through a run, for instance: just walk gather-vs-wait simple
[no-cd, no-exit-message]
walk *arguments:
    @cargo lesson walk "$@"

# The Python twin and the Rust program side by side: just compare gather-vs-wait simple
[no-cd, no-exit-message]
compare name *arguments:
    @cargo lesson compare "$@"

# Teach a lesson's path as slides, for instance: just teach gather-vs-wait
[no-cd, no-exit-message]
teach name *arguments:
    @cargo lesson teach "$@"

# Say what comes next, line by line: just predict gather-vs-wait simple
[no-cd, no-exit-message]
predict name *arguments:
    @cargo lesson predict "$@"

# Work on an exercise: just practice, then for instance: just practice three_tunnels --watch
[no-cd, no-exit-message]
practice *arguments:
    @cargo lesson practice "$@"

# From a Python name to its tokio counterpart, for instance: just lookup gather
[no-cd, no-exit-message]
lookup *name:
    @cargo lesson lookup "$@"

# Whether every output shown is what a run prints, for instance: just check coroutines
[no-cd, no-exit-message]
check *arguments:
    @cargo lesson check "$@"

# All tests; they include the check
test:
    cargo test --workspace
