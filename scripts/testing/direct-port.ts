import { decodeEvents, type EngineState, execute } from '#server/engine/index.ts';
import type { ExchangePort } from '#server/exchange-port.ts';

/**
 * A way to an engine without a log: every command is durable as soon as it is executed. For tests of
 * what stands on the engine; the real way is tested with the real sequencer.
 */
export function directPort(state: EngineState, now: () => number = () => 1_000): ExchangePort {
  const listeners = new Set<Parameters<ExchangePort['onReleased']>[0]>();
  return {
    seq: () => state.seq,
    async execute(command) {
      const seq = state.seq + 1;
      const time = Math.max(state.time, now());
      state.events.clear();
      const stamped = { ...command, seq, time };
      execute(state, stamped);
      const events = decodeEvents(state.events);
      state.events.clear();
      const range = { firstSeq: seq, lastSeq: seq };
      const told = { timeOf: () => time, eventsOf: () => events, commandOf: () => stamped };
      for (const listener of listeners) listener({ ...range, ...told });
      return await Promise.resolve({ seq, time, events });
    },
    async read(look) {
      const value = look(state);
      return await Promise.resolve({ value, seq: state.seq });
    },
    glance: (look) => look(state),
    onReleased(listener) {
      listeners.add(listener);
      return () => {
        listeners.delete(listener);
      };
    },
  };
}
