import { ProtocolError } from '#lib/protocol/protocol-error.ts';
import type { EngineState } from './engine/index.ts';
import { InvariantError, NONE } from './engine/index.ts';
import type { ExchangePort } from './exchange-port.ts';

/** The number is looked up and taken in one turn: nobody comes between, unless the look itself waits. */
const ATTEMPTS = 16;

/**
 * The number of an address's account, which is opened if there is none.
 *
 * @param address 0x and 40 lower-case hexadecimal digits
 * @throws ProtocolError `account/too-many`, `account/address-taken` for an address that is an agent's,
 *   `sequencer/…`.
 */
export async function openAccount(
  port: Pick<ExchangePort, 'execute' | 'read'>,
  address: string,
): Promise<number> {
  for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
    const seen = look(port, address);
    // That there is an account may be told when it is durable.
    const { found, next } = seen.now?.found === NONE ? seen.now : (await seen.durable).value;
    if (found !== NONE) return found;
    const { events } = await port.execute({ kind: 'open-account', account: next, address });
    const [event] = events;
    if (event?.kind === 'account-opened') return event.account;
    if (event?.kind !== 'rejected')
      throw new InvariantError('an account was neither opened nor not');
    if (event.code !== 'account/not-next') {
      const read = await port.read(({ accounts }) => accounts.find(address));
      if (read.value !== NONE) return read.value;
      throw new ProtocolError(event.code);
    }
  }
  throw new ProtocolError('sequencer/overloaded');
}

/** What there is now, durable or not: the command that follows waits for it anyway. */
function look(port: Pick<ExchangePort, 'read'>, address: string) {
  const seen: { now?: ReturnType<typeof lookUp> } = {};
  const durable = port.read((state) => {
    seen.now = lookUp(state, address);
    return seen.now;
  });
  // Where nobody waits for it, the command tells the same fault.
  durable.catch(() => undefined);
  return { now: seen.now, durable };
}

function lookUp({ accounts }: EngineState, address: string) {
  return { found: accounts.find(address), next: accounts.count };
}
