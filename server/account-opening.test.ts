import { beforeEach, describe, expect, it } from 'vitest';
import { directPort } from '#scripts/testing/direct-port.ts';
import { openAccount } from './account-opening.ts';
import { EngineState } from './engine/index.ts';
import type { ExchangePort } from './exchange-port.ts';

const MANY = 40;

let state: EngineState;
let commands: number;
let port: Pick<ExchangePort, 'execute' | 'read'>;

const addressOf = (index: number) => `0x${index.toString(16).padStart(40, '0')}`;

/** Lets a turn of the event loop pass, as the disk does. */
const turn = () => new Promise<void>((resolve) => setImmediate(resolve));

beforeEach(() => {
  state = new EngineState();
  commands = 0;
  const direct = directPort(state);
  port = {
    async execute(command) {
      commands += 1;
      const outcome = direct.execute(command);
      await turn();
      return await outcome;
    },
    async read(look) {
      const seen = direct.read(look);
      await turn();
      return await seen;
    },
  };
});

describe('opening accounts', () => {
  it('opens many at once, each with one command', async () => {
    const addresses = Array.from({ length: MANY }, (_, index) => addressOf(index + 1));
    const accounts = await Promise.all(addresses.map((address) => openAccount(port, address)));
    expect(new Set(accounts).size).toBe(MANY);
    expect(accounts.map((account) => state.accounts.address(account))).toEqual(addresses);
    expect(commands).toBe(MANY);
  });

  it('opens one for an address, however often it is asked for', async () => {
    const asked = Array.from({ length: MANY }, () => openAccount(port, addressOf(7)));
    expect(new Set(await Promise.all(asked)).size).toBe(1);
    expect(commands).toBe(1);
  });

  it('tells why there can be none', async () => {
    const account = await openAccount(port, addressOf(1));
    const [agent, expiry] = [addressOf(2), 2_000_000_000];
    await port.execute({
      kind: 'approve-agent',
      account,
      address: agent,
      expiry,
      marketsLow: 2,
      marketsHigh: 0,
      maxNotional: 1,
      nonce: 1,
      signature: null,
    });
    await expect(openAccount(port, agent)).rejects.toMatchObject({ code: 'account/address-taken' });
  });
});
