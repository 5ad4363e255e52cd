/** A piece of a browser's trace, as far as it is read here. */
export type TraceEvent = {
  readonly name: string;
  readonly ph: string;
  readonly pid: number;
  readonly tid: number;
  /** Microseconds. */
  readonly ts: number;
  /** Microseconds on the clock, and of the processor's time. */
  readonly dur?: number;
  readonly tdur?: number;
  readonly args?: { readonly name?: string };
};

/** What the main thread of a page did, in milliseconds. */
export type FrameWork = {
  readonly frames: number;
  readonly seconds: number;
  /**
   * Work of each frame: of all tasks from its beginning to the next one's. It is the processor's time
   * where the browser tells that, so that other programs of the machine do not count.
   */
  readonly p50: number;
  readonly p95: number;
  readonly p99: number;
  readonly longest: number;
  /** The longest task. */
  readonly longestTask: number;
  /** Part of the time that the thread was busy. */
  readonly busy: number;
};

const MAIN_THREAD = 'CrRendererMain';
const TASKS: ReadonlySet<string> = new Set(['RunTask', 'ThreadControllerImpl::RunTask']);
const FRAME = 'FireAnimationFrame';
const MICROSECONDS = 1_000;

/**
 * Sums up a trace of one page: how much its main thread worked for each frame. Frames are told by the
 * page's animation frames, of which it must ask for every one.
 *
 * @throws RangeError when the trace has no two frames.
 */
export function frameWork(events: readonly TraceEvent[]): FrameWork {
  const thread = busiestThread(events);
  const tasks = outerTasks(events.filter((event) => isTask(event) && threadOf(event) === thread));
  const starts = frameStarts(events.filter((event) => threadOf(event) === thread));
  const [first] = starts;
  const last = starts.at(-1);
  if (first === undefined || last === undefined || first === last) {
    throw new RangeError('The trace has no frames.');
  }
  const work = new Float64Array(starts.length - 1);
  let longestTask = 0;
  for (const task of tasks) {
    const frame = frameAt(starts, task.ts);
    if (frame === null || frame >= work.length) continue;
    const durationMs = (task.tdur ?? task.dur ?? 0) / MICROSECONDS;
    work[frame] = (work[frame] ?? 0) + durationMs;
    longestTask = Math.max(longestTask, durationMs);
  }
  const sorted = work.toSorted();
  const at = (part: number) =>
    sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? 0;
  const elapsedMs = (last - first) / MICROSECONDS;
  const total = work.reduce((sum, each) => sum + each, 0);
  return {
    frames: work.length,
    seconds: elapsedMs / 1_000,
    p50: at(0.5),
    p95: at(0.95),
    p99: at(0.99),
    longest: sorted.at(-1) ?? 0,
    longestTask,
    busy: total / elapsedMs,
  };
}

function isTask({ ph, name }: TraceEvent): boolean {
  return ph === 'X' && TASKS.has(name);
}

/** A task is told twice, once within the other: the outer ones are counted. */
function outerTasks(tasks: readonly TraceEvent[]): readonly TraceEvent[] {
  let endsAt = Number.NEGATIVE_INFINITY;
  return tasks
    .toSorted((one, other) => one.ts - other.ts || (other.dur ?? 0) - (one.dur ?? 0))
    .filter(({ ts, dur = 0 }) => {
      const isOuter = ts >= endsAt;
      if (isOuter) endsAt = ts + dur;
      return isOuter;
    });
}

/** When frames began. Several callbacks of one frame follow each other within its task. */
function frameStarts(events: readonly TraceEvent[]): readonly number[] {
  const starts = events
    .filter(({ name }) => name === FRAME)
    .map(({ ts }) => ts)
    .sort((one, other) => one - other);
  return starts.filter((ts, place) => ts - (starts[place - 1] ?? 0) > 2 * MICROSECONDS);
}

/** The frame that a time falls into; `null` before the first. */
function frameAt(starts: readonly number[], ts: number): number | null {
  let low = 0;
  let high = starts.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((starts[middle] ?? 0) <= ts) low = middle + 1;
    else high = middle;
  }
  return low === 0 ? null : low - 1;
}

function busiestThread(events: readonly TraceEvent[]): string {
  const mains = events.filter(
    ({ ph, name, args }) => ph === 'M' && name === 'thread_name' && args?.name === MAIN_THREAD,
  );
  const work = new Map(mains.map((event) => [threadOf(event), 0]));
  for (const event of events) {
    const before = work.get(threadOf(event));
    if (before !== undefined && isTask(event)) work.set(threadOf(event), before + (event.dur ?? 0));
  }
  return [...work].sort((one, other) => other[1] - one[1])[0]?.[0] ?? '';
}

function threadOf({ pid, tid }: TraceEvent): string {
  return `${pid} ${tid}`;
}
