'use client';

import { useNetworkConfig } from '#components/shell/config-provider.tsx';
import { CommandBlock } from '#components/status/command-block.tsx';
import type { Address } from '#lib/domain/address.ts';

export type ExitCommandsProps = {
  readonly clearingHouse: Address;
  /** Whose exit it is; `null` while nobody is connected. */
  readonly account: Address | null;
  /** Numbers of the assets to pay. */
  readonly assets: readonly number[];
};

/** The same without this page, for whoever has a node and a key. */
export function ExitCommands({ clearingHouse, account, assets }: ExitCommandsProps) {
  const { rpcUrl } = useNetworkConfig();
  const list = `[${assets.join(',')}]`;
  const who = account ?? '$ACCOUNT';
  return (
    <div className="flex flex-col gap-2 text-12">
      <p className="text-secondary">
        With Foundry’s <span className="numeric">cast</span>, any RPC endpoint of this chain, and a
        signer such as <span className="numeric">--ledger</span> in place of{' '}
        <span className="numeric">--interactive</span>:
      </p>
      <CommandBlock
        label="Commands that leave without this page"
        lines={[
          `export ETH_RPC_URL=${rpcUrl} HOUSE=${clearingHouse}`,
          `cast call $HOUSE "balancesOf(address)(uint256[])" ${who}`,
          'cast send $HOUSE "bumpEpoch()" --interactive',
          'cast send $HOUSE "requestExit()" --interactive',
          `cast send $HOUSE "finaliseExit(address,uint256[])" ${who} "${list}" --interactive`,
        ]}
      />
    </div>
  );
}
