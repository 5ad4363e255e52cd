import { expect, it } from 'vitest';
import type { SentTransaction } from '#lib/chain/look-at-transaction.ts';
import { forgetfulChain } from '#scripts/testing/forgetful-chain.ts';
import { createDepositSteps } from './deposit-steps.ts';

const ADDRESS = `0x${'ab'.repeat(20)}` as const;

const sent: SentTransaction = {
  hash: `0x${'01'.repeat(32)}`,
  call: { from: ADDRESS, nonce: 4, to: ADDRESS, value: 0n, input: '0xab', sinceBlock: 10n },
};

function stepsAt(head: number) {
  return createDepositSteps({
    context: { client: forgetfulChain({ head }), multicall3: ADDRESS },
    ...{ chainId: 1337, clearingHouse: ADDRESS, account: ADDRESS },
    signer: async () => await Promise.reject(new Error('nobody signs here')),
    codeOf: () => 'swap/dropped',
    nowMs: () => 0,
  });
}

it('a deposit that no block shows yet waits', async () => {
  expect(await stepsAt(266).look(sent)).toEqual({ look: { kind: 'waiting' }, sent });
});

it('a deposit that is not found is not said to be not paid in', async () => {
  const failure = { code: 'custody/not-found', text: expect.stringContaining('your balance') };
  await expect(stepsAt(267).look(sent)).rejects.toMatchObject({ name: 'CustodyError', failure });
});
