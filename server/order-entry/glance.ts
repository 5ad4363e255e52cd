import type { EngineState } from '#server/engine/index.ts';
import type { EngineRead, ExchangePort } from '#server/exchange-port.ts';

/** What a look at the engine gave, or the refusal that has to be told. */
export type Glance<Value> =
  | { readonly refused: false; readonly value: Value }
  | { readonly refused: true; readonly refusal: () => Promise<never> };

/**
 * Looks at the engine as it is now, durable or not, without waiting: for what is only worked with and
 * goes into the next command. That command's answer waits for all that was seen. What the look throws
 * is told when what it saw is durable, since otherwise it might be told of what never happened.
 */
export function glance<Value>(
  port: Pick<ExchangePort, 'glance' | 'read'>,
  look: (state: EngineState) => Value,
): Glance<Value> {
  try {
    return { refused: false, value: port.glance(look) };
  } catch (fault) {
    // It is durable when all is that is there now.
    const durable = port.read(() => undefined);
    // Nobody need ask why it was refused.
    durable.catch(() => undefined);
    return {
      refused: true,
      refusal: async () => {
        await durable;
        throw fault;
      },
    };
  }
}

/** Reads, and tells also what the look throws only when all that it saw is durable. */
export async function durableRead<Value>(
  port: Pick<ExchangePort, 'read'>,
  look: (state: EngineState) => Value,
): Promise<EngineRead<Value>> {
  const { value: result, seq } = await port.read((state) => attempt(() => look(state)));
  if ('fault' in result) throw result.fault;
  return { value: result.value, seq };
}

function attempt<Value>(act: () => Value): { value: Value } | { fault: unknown } {
  try {
    return { value: act() };
  } catch (fault) {
    return { fault };
  }
}
