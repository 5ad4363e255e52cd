import { NONE } from './order-pool.ts';

const FIRST_CAPACITY = 64;

/**
 * What is due when: a binary heap ordered by (time, id) over typed arrays, which also knows where each
 * entry is, so that one can be moved or taken out in O(log n). An entry is a *handle*, a small whole
 * number that its owner chooses: an order's slot for expiries, an account for dead-man deadlines.
 *
 * Positions are kept in a plain array by handle, four bytes for each up to the highest ever set. A map
 * would cost less memory for few entries far out, but a hash for every step of a sift; and as 0 means
 * “not in the heap”, memory that was never written stays untouched by the machine too.
 */
export class DeadlineHeap {
  #times = new Float64Array(FIRST_CAPACITY);
  #ids = new Float64Array(FIRST_CAPACITY);
  #handles = new Int32Array(FIRST_CAPACITY);
  /** By handle: position in the heap plus 1; 0 = not in it. */
  #places = new Int32Array(FIRST_CAPACITY);
  #size = 0;

  /** How many entries there are. */
  get size(): number {
    return this.#size;
  }

  /** The handle that is due first; `NONE` without entries. */
  firstHandle(): number {
    return this.#size === 0 ? NONE : this.#handleAt(0);
  }

  /** When the first is due; infinity without entries, so that nothing is ever due then. */
  firstTime(): number {
    return this.#size === 0 ? Number.POSITIVE_INFINITY : this.#timeAt(0);
  }

  has(handle: number): boolean {
    return this.#placeOf(handle) !== NONE;
  }

  /** When a handle is due; 0 when it is not in the heap. */
  timeOf(handle: number): number {
    const place = this.#placeOf(handle);
    return place === NONE ? 0 : this.#timeAt(place);
  }

  /** Adds a handle, or moves it to another time. Among equal times the lower id is due first. */
  set(handle: number, time: number, id: number): void {
    const known = this.#placeOf(handle);
    const place = known === NONE ? this.#append(handle) : known;
    this.#settle(place, handle, time, id);
  }

  /** Takes a handle out; nothing happens when it is not in. */
  remove(handle: number): void {
    const place = this.#placeOf(handle);
    if (place === NONE) return;
    this.#places[handle] = 0;
    this.#size -= 1;
    const last = this.#size;
    if (place === last) return;
    this.#settle(place, this.#handleAt(last), this.#timeAt(last), this.#idAt(last));
  }

  /** Takes out the handle that is due first and returns it; `NONE` without entries. */
  pop(): number {
    const handle = this.firstHandle();
    if (handle !== NONE) this.remove(handle);
    return handle;
  }

  /** Puts an entry where it belongs, starting from a place whose present content is of no use. */
  #settle(place: number, handle: number, time: number, id: number): void {
    const up = this.#sinkAncestors(place, time, id);
    const end = up === place ? this.#liftDescendants(place, time, id) : up;
    this.#write(end, handle, time, id);
  }

  /** Moves later ancestors of a place down; returns the place that becomes free. */
  #sinkAncestors(from: number, time: number, id: number): number {
    let place = from;
    while (place > 0) {
      const parent = (place - 1) >> 1;
      if (!this.#isAfter(parent, time, id)) break;
      this.#move(parent, place);
      place = parent;
    }
    return place;
  }

  /** Moves earlier descendants of a place up; returns the place that becomes free. */
  #liftDescendants(from: number, time: number, id: number): number {
    let place = from;
    let child = this.#earlierChild(place);
    while (child !== NONE && !this.#isAfter(child, time, id)) {
      this.#move(child, place);
      place = child;
      child = this.#earlierChild(place);
    }
    return place;
  }

  #earlierChild(place: number): number {
    const left = 2 * place + 1;
    if (left >= this.#size) return NONE;
    const right = left + 1;
    if (right >= this.#size) return left;
    return this.#isAfter(left, this.#timeAt(right), this.#idAt(right)) ? right : left;
  }

  #isAfter(place: number, time: number, id: number): boolean {
    const own = this.#timeAt(place);
    return own === time ? this.#idAt(place) > id : own > time;
  }

  #move(from: number, to: number): void {
    this.#write(to, this.#handleAt(from), this.#timeAt(from), this.#idAt(from));
  }

  #write(place: number, handle: number, time: number, id: number): void {
    this.#handles[place] = handle;
    this.#times[place] = time;
    this.#ids[place] = id;
    this.#places[handle] = place + 1;
  }

  #append(handle: number): number {
    if (this.#size === this.#handles.length) this.#growEntries();
    if (handle >= this.#places.length) this.#growPlaces(handle);
    const place = this.#size;
    this.#size += 1;
    return place;
  }

  #growEntries(): void {
    const capacity = 2 * this.#handles.length;
    const times = new Float64Array(capacity);
    const ids = new Float64Array(capacity);
    const handles = new Int32Array(capacity);
    times.set(this.#times);
    ids.set(this.#ids);
    handles.set(this.#handles);
    this.#times = times;
    this.#ids = ids;
    this.#handles = handles;
  }

  #growPlaces(handle: number): void {
    const places = new Int32Array(Math.max(2 * this.#places.length, handle + 1));
    places.set(this.#places);
    this.#places = places;
  }

  /** `NONE` when the handle is not in the heap. */
  #placeOf(handle: number): number {
    return handle < this.#places.length ? (this.#places[handle] as number) - 1 : NONE;
  }

  #handleAt(place: number): number {
    return this.#handles[place] as number;
  }

  #timeAt(place: number): number {
    return this.#times[place] as number;
  }

  #idAt(place: number): number {
    return this.#ids[place] as number;
  }
}
