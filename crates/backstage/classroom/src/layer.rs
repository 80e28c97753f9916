//! Listens to what tokio says of its tasks, and passes it on to the recorder.
//!
//! tokio (with `--cfg tokio_unstable` and its `tracing` feature) opens these spans:
//!
//! - `runtime.spawn`: a task, entered for each of its polls, and once more to drop its future;
//! - `runtime.resource`: something to wait on, such as a `Sleep` or a `Mutex`;
//! - `runtime.resource.async_op`: one wait on it; and below it, entered while it is
//!   polled, `runtime.resource.async_op.poll`.
//!
//! It sends these events: `runtime::resource::poll_op` (was the wait over?),
//! `runtime::resource::state_update` (how long is a sleep?), `tokio::task::waker`.
//! Read off tokio 1.54; the test of this crate notices when they change.

use std::fmt::Debug;
use std::sync::OnceLock;

use recording::{TaskKind, Wait};
use tokio::runtime::Builder;
use tracing::field::{Field, Visit};
use tracing::span::{Attributes, Id};
use tracing::subscriber::Interest;
use tracing::{Event, Metadata, Subscriber};
use tracing_subscriber::layer::{Context, Layer, SubscriberExt};
use tracing_subscriber::registry::LookupSpan;

use crate::recorder::{self, Pending, Source, Timer};

/// Makes the runtime that `builder` will build report to the recorder what it does, and
/// returns whether it will: not where the program has a `tracing` subscriber of its own.
pub(crate) fn observe(builder: &mut Builder) -> bool {
    static LISTENS: OnceLock<bool> = OnceLock::new();
    // A second runtime in the same program finds the layer in place.
    let listens = *LISTENS.get_or_init(|| {
        let subscriber = tracing_subscriber::registry().with(TokioLayer);
        tracing::subscriber::set_global_default(subscriber).is_ok()
    });
    // The recorder reads the clock each time it may have moved.
    builder.on_thread_unpark(recorder::park_ended);
    if listens {
        builder.on_thread_park(recorder::park_began);
        #[cfg(tokio_unstable)]
        builder
            .on_before_task_poll(|_| recorder::hooked_poll_began())
            .on_after_task_poll(|_| recorder::hooked_poll_ended());
    }
    listens
}

struct TokioLayer;

/// What the recorder needs to know of a span, kept with the span.
enum Role {
    Task,
    Resource(Resource),
    Operation { source: String },
    Poll,
}

struct Resource {
    resource_type: ResourceType,
    internal: bool,
    /// Of a timer, since it was set.
    timer: Option<Timer>,
}

impl<S> Layer<S> for TokioLayer
where
    S: Subscriber + for<'span> LookupSpan<'span>,
{
    fn register_callsite(&self, metadata: &'static Metadata<'static>) -> Interest {
        let of_tokio = metadata.name().starts_with("runtime.")
            || metadata.target().starts_with("runtime::resource")
            || metadata.target() == "tokio::task::waker";
        if of_tokio {
            Interest::always()
        } else {
            Interest::never()
        }
    }

    fn on_new_span(
        &self,
        attributes: &Attributes<'_>,
        id: &Id,
        context: Context<'_, S>,
    ) {
        let mut fields = Fields::default();
        attributes.record(&mut fields);
        let role = match attributes.metadata().name() {
            "runtime.spawn" => {
                // `block_on` is the main task, which is observed from outside.
                if let Some(kind) = fields.kind {
                    recorder::spawned(id.into_u64(), kind, fields.source_line());
                }
                Role::Task
            }
            "runtime.resource" => Role::Resource(Resource {
                resource_type: fields.resource_type,
                internal: fields.internal,
                timer: None,
            }),
            "runtime.resource.async_op" => Role::Operation {
                source: fields.source,
            },
            _ => Role::Poll,
        };
        if let Some(span) = context.span(id) {
            span.extensions_mut().insert(role);
        }
    }

    fn on_enter(&self, id: &Id, context: Context<'_, S>) {
        match role_name(&context, id) {
            Some(RoleName::Task) => recorder::task_entered(id.into_u64()),
            Some(RoleName::Poll) => recorder::operation_entered(id.into_u64()),
            Some(RoleName::Resource) | None => {}
        }
    }

    fn on_exit(&self, id: &Id, context: Context<'_, S>) {
        match role_name(&context, id) {
            Some(RoleName::Task) => recorder::task_exited(id.into_u64()),
            Some(RoleName::Poll) => recorder::operation_exited(id.into_u64()),
            Some(RoleName::Resource) | None => {}
        }
    }

    fn on_close(&self, id: Id, context: Context<'_, S>) {
        match role_name(&context, &id) {
            Some(RoleName::Task) => recorder::task_closed(id.into_u64()),
            Some(RoleName::Poll) => recorder::operation_closed(id.into_u64()),
            Some(RoleName::Resource) => recorder::resource_closed(id.into_u64()),
            None => {}
        }
    }

    fn on_event(&self, event: &Event<'_>, context: Context<'_, S>) {
        let mut fields = Fields::default();
        event.record(&mut fields);
        match event.metadata().target() {
            "tokio::task::waker" => match fields.waker_use {
                Some(WakerUse::Cloned) => recorder::waker_cloned(fields.task_id),
                Some(WakerUse::Woken) => recorder::woken(fields.task_id),
                None => {}
            },
            "runtime::resource::poll_op" => {
                let Some(poll) = context.event_span(event) else {
                    return;
                };
                if fields.ready {
                    recorder::operation_ready(poll.id().into_u64());
                } else if let Some(wait) = wait_of(&poll) {
                    recorder::operation_pending(wait);
                }
            }
            "runtime::resource::state_update" => {
                let Some(span) = context.event_span(event) else {
                    return;
                };
                if let Some(locked) = fields.locked {
                    recorder::lock_changed(span.id().into_u64(), locked);
                }
                let Some(milliseconds) = fields.duration else {
                    return;
                };
                for span in span.scope() {
                    let mut extensions = span.extensions_mut();
                    if let Some(Role::Resource(resource)) = extensions.get_mut::<Role>()
                    {
                        let timer = span.id().into_u64();
                        resource.timer = recorder::timer_set(timer, milliseconds);
                    }
                }
            }
            _ => {}
        }
    }
}

/// The roles whose entering, leaving or closing matters.
enum RoleName {
    Task,
    Resource,
    Poll,
}

fn role_name<S>(context: &Context<'_, S>, id: &Id) -> Option<RoleName>
where
    S: Subscriber + for<'span> LookupSpan<'span>,
{
    match context.span(id)?.extensions().get::<Role>()? {
        Role::Task => Some(RoleName::Task),
        Role::Poll => Some(RoleName::Poll),
        Role::Resource(_) => Some(RoleName::Resource),
        Role::Operation { .. } => None,
    }
}

/// What a pending poll waits for.
fn wait_of<'a, S>(
    poll: &tracing_subscriber::registry::SpanRef<'a, S>,
) -> Option<Pending>
where
    S: Subscriber + for<'span> LookupSpan<'span>,
{
    let operation = poll.parent()?;
    let extensions = operation.extensions();
    let Some(Role::Operation { source }) = extensions.get::<Role>() else {
        return None;
    };
    let parent = operation.parent()?;
    let extensions = parent.extensions();
    let Some(Role::Resource(resource)) = extensions.get::<Role>() else {
        return None;
    };
    let on = match (resource.resource_type, resource.timer) {
        (ResourceType::Sleep, Some(timer)) => Wait::Sleep {
            ms: timer.asked_ms,
            until_us: timer.due_us,
        },
        (ResourceType::Oneshot, _) => Wait::Named("oneshot recv".to_owned()),
        // A bare internal semaphore is the free places of a bounded mpsc channel; in
        // locks it lies below an operation of their own, which counts instead.
        (ResourceType::Semaphore, _) if resource.internal => {
            Wait::Named("mpsc send".to_owned())
        }
        _ => Wait::Named(source.clone()),
    };
    Some(Pending {
        poll: poll.id().into_u64(),
        resource: parent.id().into_u64(),
        on,
        timer: matches!(
            resource.resource_type,
            ResourceType::Sleep | ResourceType::Interval
        ),
    })
}

/// The resources that are timers, and those whose waits get a name of their own.
#[derive(Clone, Copy, Default)]
enum ResourceType {
    Sleep,
    Interval,
    Oneshot,
    Semaphore,
    #[default]
    Other,
}

/// What happened to a waker.
#[derive(Clone, Copy)]
enum WakerUse {
    Cloned,
    Woken,
}

/// The fields of tokio's spans and events that are of use here.
#[derive(Default)]
struct Fields {
    /// Of a task; `None` for the future given to `block_on`.
    kind: Option<TaskKind>,
    resource_type: ResourceType,
    source: String,
    waker_use: Option<WakerUse>,
    file: Option<String>,
    line: Option<u32>,
    internal: bool,
    ready: bool,
    locked: Option<bool>,
    duration: Option<u64>,
    task_id: u64,
}

impl Fields {
    fn source_line(&self) -> Option<Source> {
        Some(Source::new(self.file.as_ref()?, self.line?))
    }
}

impl Visit for Fields {
    fn record_debug(&mut self, field: &Field, value: &dyn Debug) {
        // Texts that are wrapped in `tracing::field::display` arrive here.
        self.record_str(field, &format!("{value:?}"));
    }

    fn record_str(&mut self, field: &Field, value: &str) {
        match field.name() {
            "kind" => {
                self.kind = match value {
                    "block_on" => None,
                    "blocking" => Some(TaskKind::Blocking),
                    "local" => Some(TaskKind::Local),
                    _ => Some(TaskKind::Task),
                }
            }
            "concrete_type" => {
                self.resource_type = match value {
                    "Sleep" => ResourceType::Sleep,
                    "Interval" => ResourceType::Interval,
                    "Sender|Receiver" => ResourceType::Oneshot,
                    "Semaphore" => ResourceType::Semaphore,
                    _ => ResourceType::Other,
                }
            }
            "source" => self.source = value.to_owned(),
            "op" => {
                self.waker_use = match value {
                    "waker.clone" => Some(WakerUse::Cloned),
                    "waker.wake" | "waker.wake_by_ref" => Some(WakerUse::Woken),
                    _ => None,
                }
            }
            "loc.file" => self.file = Some(value.to_owned()),
            _ => {}
        }
    }

    fn record_bool(&mut self, field: &Field, value: bool) {
        match field.name() {
            "is_internal" => self.internal = value,
            "is_ready" => self.ready = value,
            "locked" => self.locked = Some(value),
            _ => {}
        }
    }

    fn record_u64(&mut self, field: &Field, value: u64) {
        match field.name() {
            "loc.line" => self.line = u32::try_from(value).ok(),
            "duration" => self.duration = Some(value),
            "task.id" => self.task_id = value,
            _ => {}
        }
    }

    fn record_i64(&mut self, field: &Field, value: i64) {
        if let Ok(value) = u64::try_from(value) {
            self.record_u64(field, value);
        }
    }
}
