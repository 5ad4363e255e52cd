import { createClient, custom } from 'viem';
import { expect, it } from 'vitest';
import { isContract } from './is-contract.ts';

const ADDRESS = `0x${'ab'.repeat(20)}` as const;

function answering(code: unknown) {
  return createClient({
    transport: custom({ request: async () => await Promise.resolve(code) }, { retryCount: 0 }),
  });
}

it.each([
  ['nothing', '0x', false],
  ['a key that lets a contract act for it', `0xef0100${'cd'.repeat(20)}`, false],
  ['a contract', '0x6001600155', true],
])('takes an account with %s for what it is', async (_what, code, expected) => {
  expect(await isContract(answering(code), ADDRESS)).toBe(expected);
});

it('says when the chain does not answer', async () => {
  const client = createClient({
    transport: custom(
      { request: async () => await Promise.reject(new Error('it is away')) },
      { retryCount: 0 },
    ),
  });
  await expect(isContract(client, ADDRESS)).rejects.toMatchObject({ name: 'ChainError' });
});
