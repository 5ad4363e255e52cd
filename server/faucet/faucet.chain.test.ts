import { createPublicClient, createTestClient, http, parseAbi } from 'viem';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { faucetAbi } from '#contracts-abi/abis/faucet.ts';
import type { Address } from '#lib/domain/address.ts';
import { developmentAccount } from '#lib/env/development-account.ts';
import { type DeployedChain, deployedChain } from '#scripts/testing/deployed-chain.ts';
import { Faucet, type FaucetOutcome } from './faucet.ts';

let chain: DeployedChain;
let contract: Address;
let outcomes: FaucetOutcome[] = [];
let addressCount = 0;

beforeAll(async () => {
  chain = await deployedChain();
  const { faucet } = chain.deployment.contracts;
  if (faucet === undefined) throw new Error('the local deployment has no faucet');
  contract = faucet;
});

afterAll(async () => {
  await chain.stop();
});

afterEach(() => {
  outcomes = [];
});

function createFaucet(overrides: Partial<ConstructorParameters<typeof Faucet>[0]> = {}): Faucet {
  return new Faucet({
    rpcUrl: chain.rpcUrl,
    rpcTimeoutMs: 5_000,
    operator: developmentAccount(chain.env, 'faucetOperator'),
    contract: () => contract,
    maxWaiting: 8,
    receiptMs: 10_000,
    now: () => Date.now(),
    onOutcome: (outcome) => outcomes.push(outcome),
    ...overrides,
  });
}

function reader() {
  return createPublicClient({ transport: http(chain.rpcUrl) });
}

function tester() {
  return createTestClient({ mode: 'anvil', transport: http(chain.rpcUrl) });
}

/** An address that nobody has used. */
function freshAddress(): Address {
  addressCount += 1;
  return `0x${addressCount.toString(16).padStart(40, 'f0')}`;
}

async function mined(count: number): Promise<void> {
  const settled = () => outcomes.filter(({ kind }) => kind === 'mined').length;
  await expect.poll(settled).toBe(count);
}

describe('the faucet', () => {
  it('brings LUX and every token that it gives', async () => {
    const recipient = freshAddress();
    const { address, hash } = await createFaucet().fund(recipient);
    expect(address.toLowerCase()).toBe(recipient);
    await reader().waitForTransactionReceipt({ hash });
    const faucet = { address: contract, abi: faucetAbi } as const;
    const amount = await reader().readContract({ ...faucet, functionName: 'NATIVE_AMOUNT' });
    expect(amount).toBeGreaterThan(0n);
    expect(await reader().getBalance({ address })).toBe(amount);
    const drips = await reader().readContract({ ...faucet, functionName: 'tokenDrips' });
    expect(drips.length).toBeGreaterThan(0);
    const abi = parseAbi(['function balanceOf(address) view returns (uint256)']);
    for (const drip of drips) {
      const token = {
        address: drip.token,
        abi,
        functionName: 'balanceOf',
        args: [address],
      } as const;
      expect(await reader().readContract(token)).toBe(drip.amount);
    }
    await mined(1);
  });

  it('serves many at once, each with a transaction of its own', async () => {
    const faucet = createFaucet();
    const recipients = Array.from({ length: 8 }, freshAddress);
    const funded = await Promise.all(recipients.map((recipient) => faucet.fund(recipient)));
    expect(new Set(funded.map(({ hash }) => hash)).size).toBe(8);
    await mined(8);
    for (const { address } of funded) {
      expect(await reader().getBalance({ address })).toBeGreaterThan(0n);
    }
  });

  it('refuses a second request while the first is on its way, and too many at once', async () => {
    await tester().setAutomine(false);
    try {
      const faucet = createFaucet({ maxWaiting: 2 });
      const [first, second, third] = [freshAddress(), freshAddress(), freshAddress()];
      await faucet.fund(first);
      await expect(faucet.fund(first)).rejects.toMatchObject({ code: 'faucet/in-flight' });
      await faucet.fund(second);
      await expect(faucet.fund(third)).rejects.toMatchObject({ code: 'faucet/busy' });
      await tester().mine({ blocks: 1 });
      await mined(2);
      await faucet.fund(third);
      await tester().mine({ blocks: 1 });
      await mined(3);
    } finally {
      await tester().setAutomine(true);
    }
  });

  it('says when an address may ask again, and lets it then', async () => {
    const faucet = createFaucet();
    const recipient = freshAddress();
    await faucet.fund(recipient);
    await mined(1);
    const error = await faucet.fund(recipient).catch((reason: unknown) => reason);
    expect(error).toMatchObject({ code: 'faucet/cool-down' });
    const coolDown = await reader().readContract({
      address: contract,
      abi: faucetAbi,
      functionName: 'COOL_DOWN_SECONDS',
    });
    await tester().increaseTime({ seconds: Number(coolDown) });
    await tester().mine({ blocks: 1 });
    await faucet.fund(recipient);
    await mined(2);
  });

  it('gives an address no more than its cap', async () => {
    const faucet = createFaucet();
    const recipient = freshAddress();
    const read = { address: contract, abi: faucetAbi } as const;
    const cap = await reader().readContract({ ...read, functionName: 'MAX_DRIPS' });
    const coolDown = await reader().readContract({ ...read, functionName: 'COOL_DOWN_SECONDS' });
    for (let drip = 1; drip <= cap; drip += 1) {
      await faucet.fund(recipient);
      await mined(drip);
      await tester().increaseTime({ seconds: Number(coolDown) });
      await tester().mine({ blocks: 1 });
    }
    await expect(faucet.fund(recipient)).rejects.toMatchObject({
      code: 'faucet/cap-reached',
      facts: { cap: String(cap) },
    });
  });

  it.each([
    '',
    '0x',
    'hello',
    '0x0000000000000000000000000000000000000000',
    '0x00000000000000000000000000000000000000zz',
    '0xF39fd6e51aad88F6F4ce6aB8827279cffFb92266',
    '0XF39FD6E51AAD88F6F4CE6AB8827279CFFFB92266',
    '0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266 ',
  ])('does not take %j for an address', async (text) => {
    await expect(createFaucet().fund(text)).rejects.toMatchObject({
      code: 'faucet/invalid-address',
    });
    expect(outcomes).toMatchObject([{ kind: 'refused', code: 'faucet/invalid-address' }]);
  });

  it('takes an address in upper case, which carries no checksum', async () => {
    const recipient = freshAddress();
    const { address } = await createFaucet().fund(`0x${recipient.slice(2).toUpperCase()}`);
    expect(address.toLowerCase()).toBe(recipient);
    await mined(1);
  });

  it('says so when the recipient is a contract that takes no LUX', async () => {
    const { v2Factory, faucet } = chain.deployment.contracts;
    await expect(createFaucet().fund(v2Factory ?? '')).rejects.toMatchObject({
      code: 'faucet/recipient-refused',
    });
    // The faucet itself does take it.
    await createFaucet().fund(faucet ?? '');
    await mined(1);
  });

  it('says that there is none where none is deployed', async () => {
    const faucet = createFaucet({ contract: () => null });
    await expect(faucet.fund(freshAddress())).rejects.toMatchObject({
      code: 'faucet/not-available',
    });
  });

  it('says that it has run dry', async () => {
    const balance = await reader().getBalance({ address: contract });
    await tester().setBalance({ address: contract, value: 0n });
    await expect(createFaucet().fund(freshAddress())).rejects.toMatchObject({
      code: 'faucet/exhausted',
    });
    await tester().setBalance({ address: contract, value: balance });
  });

  it('says that the chain does not answer, and can be asked again', async () => {
    const recipient = freshAddress();
    const faucet = createFaucet({ rpcUrl: 'http://127.0.0.1:9' });
    for (let attempt = 0; attempt < 2; attempt += 1) {
      await expect(faucet.fund(recipient)).rejects.toMatchObject({ code: 'chain/unavailable' });
    }
  });
});
