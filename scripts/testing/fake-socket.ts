type Listener = (event: { readonly data: unknown }) => void;

/** Stands for a browser's WebSocket, and lets a test play the network and the server. */
export class FakeSocket {
  readonly url: string;
  /** What the client has sent, parsed. */
  readonly sent: Record<string, unknown>[] = [];
  closed = false;
  readonly #listeners = new Map<string, Set<Listener>>();

  constructor(url: string) {
    this.url = url;
  }

  addEventListener(type: string, listener: Listener): void {
    const listeners = this.#listeners.get(type) ?? new Set();
    this.#listeners.set(type, listeners.add(listener));
  }

  send(text: string): void {
    if (this.closed) throw new Error('the socket is closed');
    this.sent.push(JSON.parse(text));
  }

  close(): void {
    this.closed = true;
  }

  /** Sent frames of a type, and forgets them all. */
  take(type: string): Record<string, unknown>[] {
    return this.sent.splice(0).filter((frame) => frame.type === type);
  }

  open(): void {
    this.#emit('open', undefined);
  }

  receive(frame: unknown): void {
    this.#emit('message', typeof frame === 'string' ? frame : JSON.stringify(frame));
  }

  receiveRaw(data: unknown): void {
    this.#emit('message', data);
  }

  /** The connection breaks. */
  drop(): void {
    this.closed = true;
    this.#emit('error', undefined);
    this.#emit('close', undefined);
  }

  #emit(type: string, data: unknown): void {
    for (const listener of this.#listeners.get(type) ?? []) listener({ data });
  }
}
