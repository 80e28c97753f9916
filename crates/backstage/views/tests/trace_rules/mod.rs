//! Reads a trace by the published rules of the Trace Event Format and by what Perfetto's
//! importer does (src/trace_processor/importers: json, slice_tracker, flow_tracker). It
//! knows nothing of the writer.

#![allow(dead_code, reason = "each test binary uses a part of it")]

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

/// A slice: a `B` and its `E`.
#[derive(Clone, Debug)]
pub struct Slice {
    pub tid: u64,
    pub name: String,
    pub from: f64,
    pub to: f64,
    /// How many slices it lies in.
    pub depth: usize,
}

/// What a reader sees.
#[derive(Debug, Default)]
pub struct Trace {
    /// The names of the tracks.
    pub tracks: BTreeMap<u64, String>,
    /// In the order of their beginnings.
    pub slices: Vec<Slice>,
    /// Track, time, name, and the text in the arguments.
    pub instants: Vec<(u64, f64, String, Option<String>)>,
    /// The slices that arrows lead from and to, as indices.
    pub arrows: Vec<(usize, usize)>,
    /// The bound that the trace states for its times, in microseconds.
    pub max_shift_us: f64,
}

fn text<'a>(event: &'a Value, key: &str) -> Result<&'a str, String> {
    let value = event[key].as_str();
    value.ok_or_else(|| format!("no text {key} in {event}"))
}

/// Reads a trace.
///
/// # Errors
/// The first rule that it breaks.
pub fn read(json: &str) -> Result<Trace, String> {
    if json.contains(r#"\\""#) {
        return Err("Perfetto does not see that this text ends".to_owned());
    }
    let whole: Value = serde_json::from_str(json).map_err(|error| error.to_string())?;
    if !matches!(text(&whole, "displayTimeUnit")?, "ms" | "ns") {
        return Err("displayTimeUnit is ms or ns".to_owned());
    }
    let unit = json.find("displayTimeUnit");
    if unit > json.find("traceEvents") {
        return Err("Perfetto reads the unit only before the events".to_owned());
    }
    let other = &whole["otherData"];
    let mut trace = Trace {
        max_shift_us: other["max_shift_ns"].as_f64().ok_or("no bound")? / 1e3,
        ..Trace::default()
    };
    let events = whole["traceEvents"].as_array().ok_or("no traceEvents")?;
    let mut last = 0.0;
    let mut process_of_track = BTreeMap::new();
    let mut named_processes = BTreeSet::new();
    let mut open: BTreeMap<u64, Vec<usize>> = BTreeMap::new();
    let mut begun = BTreeMap::new();
    let mut ended = BTreeSet::new();
    for event in events {
        let name = text(event, "name")?.to_owned();
        let pid = event["pid"].as_u64().ok_or("a pid is a number")?;
        let tid = event["tid"].as_u64().ok_or("a tid is a number")?;
        // Perfetto knows threads by the tid alone; 0 is the idle processor.
        if tid == 0 || *process_of_track.entry(tid).or_insert(pid) != pid {
            return Err(format!("track {tid} is in two processes, or is 0"));
        }
        let phase = text(event, "ph")?;
        if phase == "M" {
            match name.as_str() {
                "process_name" => {
                    text(&event["args"], "name")?;
                    if !named_processes.insert(pid) {
                        return Err(format!("process {pid} has two names"));
                    }
                }
                "thread_name" => {
                    let name = text(&event["args"], "name")?.to_owned();
                    if trace.tracks.insert(tid, name).is_some() {
                        return Err(format!("track {tid} has two names"));
                    }
                }
                "process_sort_index" | "thread_sort_index" => {
                    let index = event["args"]["sort_index"].as_u64();
                    index.ok_or("a sort_index is a number")?;
                }
                _ => return Err(format!("unknown metadata {name}")),
            }
            continue;
        }
        let at = event["ts"].as_f64().filter(|at| at.is_finite());
        let at = at.ok_or_else(|| format!("no time: {event}"))?;
        if at < last {
            return Err(format!("{at} comes after {last}"));
        }
        last = at;
        if !trace.tracks.contains_key(&tid) || !named_processes.contains(&pid) {
            return Err(format!("{tid} in {pid} has no name"));
        }
        let stack = open.entry(tid).or_default();
        match phase {
            "B" => {
                text(event, "cat")?;
                stack.push(trace.slices.len());
                trace.slices.push(Slice {
                    tid,
                    name,
                    from: at,
                    to: f64::NAN,
                    depth: stack.len() - 1,
                });
            }
            // Duration events nest: an end is that of the last one begun.
            "E" => {
                let slice = stack.pop().ok_or("an end without a beginning")?;
                let slice = &mut trace.slices[slice];
                if slice.name != name {
                    return Err(format!("{} is ended as {name}", slice.name));
                }
                slice.to = at;
            }
            "i" => {
                if !matches!(text(event, "s")?, "g" | "p" | "t") {
                    return Err("the scope of an instant is g, p or t".to_owned());
                }
                let text = event["args"]["text"].as_str().map(str::to_owned);
                trace.instants.push((tid, at, name, text));
            }
            // An arrow is bound to the innermost slice around each of its ends; what
            // belongs together has the same category, name and id.
            "s" | "f" => {
                let id = event["id"].as_u64().ok_or("an id is a number")?;
                let key = (text(event, "cat")?.to_owned(), name, id);
                let around = stack.last().copied();
                let around = around
                    .ok_or_else(|| format!("no slice around the arrow {key:?}"))?;
                if phase == "s" {
                    if begun.insert(key.clone(), around).is_some() {
                        return Err(format!("two arrows {key:?}"));
                    }
                } else {
                    if text(event, "bp")? != "e" {
                        return Err("it ends at the next slice".to_owned());
                    }
                    let from = begun.get(&key).copied();
                    let from = from.ok_or_else(|| format!("{key:?} has no start"))?;
                    if !ended.insert(key.clone()) {
                        return Err(format!("{key:?} ends twice"));
                    }
                    trace.arrows.push((from, around));
                }
            }
            _ => return Err(format!("unknown phase {phase}")),
        }
    }
    if begun.len() != ended.len() {
        return Err("an arrow ends nowhere".to_owned());
    }
    if let Some(stack) = open.values().find(|stack| !stack.is_empty()) {
        return Err(format!("never ended: {}", trace.slices[stack[0]].name));
    }
    Ok(trace)
}
