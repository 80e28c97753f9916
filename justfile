# Thin names for `cargo lesson …`: with Rust alone, type that instead.

set positional-arguments

# The course: its lessons and their examples
default:
    @cargo lesson list

# Run a lesson or one example, for instance: just run-lesson gather-vs-wait simple --fast
run-lesson name *arguments:
    @cargo lesson run "$@"

# Which order is luck? Many runs on several threads: just shake gather-vs-wait ten_pages
shake name example *arguments:
    @cargo lesson shake "$@"

# A lane for each task, for instance: just timeline gather-vs-wait simple --by step
timeline *arguments:
    @cargo lesson timeline "$@"

# Step through a run, for instance: just walk gather-vs-wait simple
walk *arguments:
    @cargo lesson walk "$@"

# The Python twin and the Rust program side by side: just compare gather-vs-wait simple
compare name example *arguments:
    @cargo lesson compare "$@"

# From a Python name to the tokio way, for instance: just lookup gather
lookup *name:
    @cargo lesson lookup "$@"

# Whether every output shown is what a run prints, for instance: just check coroutines
check *arguments:
    @cargo lesson check "$@"

# All tests; they include the check
test:
    cargo test --workspace
