import type { Address } from '#lib/domain/address.ts';
import type { DeployStep } from './deploy-step.ts';

const GAS = 21_000n;

/** Sends native LUX, in wei, to an account that has none and has never sent anything. */
export function transferStep({
  name,
  to,
  amount,
}: {
  readonly name: string;
  readonly to: Address;
  readonly amount: bigint;
}): DeployStep {
  return {
    title: `fund ${name}`,
    to,
    data: '0x',
    value: amount,
    gas: GAS,
    // What it has spent since is not replaced.
    async isDone(client) {
      const [nonce, balance] = await Promise.all([
        client.getTransactionCount({ address: to }),
        client.getBalance({ address: to }),
      ]);
      return nonce > 0 || balance >= amount;
    },
  };
}
