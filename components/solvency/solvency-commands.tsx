'use client';

import { useNetworkConfig } from '#components/shell/config-provider.tsx';
import { CommandBlock } from '#components/status/command-block.tsx';
import type { Address } from '#lib/domain/address.ts';
import type { SolvencyRow } from '#lib/solvency/derive-solvency.ts';

export type SolvencyCommandsProps = {
  readonly clearingHouse: Address;
  readonly rows: readonly SolvencyRow[];
  readonly block: bigint;
};

/** How to check the figures without this page. */
export function SolvencyCommands({ clearingHouse, rows, block }: SolvencyCommandsProps) {
  const { rpcUrl, sidecarUrl } = useNetworkConfig();
  return (
    <div className="flex flex-col gap-2 text-12 text-secondary">
      <p>
        With Foundry’s <span className="numeric">cast</span> and any RPC endpoint of this chain.
        What the contract owes is counted in quanta: the third member of{' '}
        <span className="numeric">assetAt</span>’s answer says that one is 10 to its power base
        units of the token. The last line is the operator’s own statement.
      </p>
      <CommandBlock
        label="Commands that check the figures"
        lines={[
          `export ETH_RPC_URL=${rpcUrl} HOUSE=${clearingHouse} BLOCK=${block}`,
          ...rows.flatMap(({ number, symbol, token }) => [
            `cast call ${token} "balanceOf(address)(uint256)" $HOUSE --block $BLOCK  # held, ${symbol}`,
            `cast call $HOUSE "assetAt(uint256)((address,uint64,uint8,bool))" ${number} --block $BLOCK  # owed, ${symbol}`,
          ]),
          'cast call $HOUSE "balancesOf(address)(uint256[])" $ACCOUNT --block $BLOCK  # owed to an account',
          `curl -s ${sidecarUrl}/v1/solvency`,
        ]}
      />
    </div>
  );
}
