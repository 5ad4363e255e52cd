import { recoverTypedDataAddress } from 'viem';
import { generatePrivateKey, privateKeyToAccount } from 'viem/accounts';
import { describe, expect, it } from 'vitest';
import { withdrawalTypedData } from '#lib/chain/order-typed-data.ts';
import { sampleChoice } from '#scripts/testing/sample-choices.ts';
import { CustodyError } from './custody-failure.ts';
import { signWithdrawal } from './withdraw.ts';

const account = privateKeyToAccount(generatePrivateKey());
const domain = { chainId: 1337, verifyingContract: `0x${'cc'.repeat(20)}` } as const;
const options = {
  account: account.address,
  domain,
  wallet: {
    signTypedData: (data: Parameters<typeof account.signTypedData>[0]) =>
      account.signTypedData(data),
  },
  epoch: 3,
  nowMs: 1_763_650_000_123,
};

describe('a signed withdrawal', () => {
  it.each([
    ['LUSD', false, sampleChoice('LUSD').token.address],
    ['WLUX', false, sampleChoice('WLUX').token.address],
    ['LUX', true, '0xEeeeeEeeeEeEeeEeEeEeeEEEeeeeEeeeeeeeEEeE'],
  ] as const)(
    'of %s is by the owner, for that asset and an hour',
    async (symbol, native, asset) => {
      const to = `0x${'dd'.repeat(20)}` as const;
      const order = { choice: sampleChoice(symbol), quanta: 7, to };
      const request = await signWithdrawal(order, options);
      const { nonce, expiry, epoch } = request;
      expect({ native: request.native, nonce, expiry, epoch }).toEqual({
        native,
        nonce: 1_763_650_000_123,
        expiry: 1_763_653_600,
        epoch: 3,
      });
      const signed = { account: account.address, asset, amount: 7n, to, nonce, expiry, epoch };
      const signer = await recoverTypedDataAddress({
        ...withdrawalTypedData(domain, signed),
        signature: request.signature as `0x${string}`,
      });
      expect(signer).toBe(account.address);
    },
  );

  it('of a wallet that answers with something else is refused', async () => {
    const wallet = { signTypedData: () => Promise.resolve('0x1234' as const) };
    const order = { choice: sampleChoice('LUSD'), quanta: 7, to: account.address };
    await expect(signWithdrawal(order, { ...options, wallet })).rejects.toThrow(CustodyError);
  });
});
