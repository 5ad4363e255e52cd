'use client';

import { useState } from 'react';
import { useWebConfig } from '#components/shell/config-provider.tsx';
import { Panel } from '#components/status/panel.tsx';
import type { Polled } from '#components/status/use-polled.ts';
import { Button } from '#components/ui/button.tsx';
import { PanelMessage } from '#components/ui/panel-message.tsx';
import { switchNetwork } from '#components/wallet/switch-network.ts';
import { useWallet } from '#components/wallet/use-wallet.ts';
import { useWalletNetwork } from '#components/wallet/use-wallet-network.ts';
import { type Address, sameAddress } from '#lib/domain/address.ts';
import type { WebConfig } from '#lib/env/web-config.ts';
import { openWalletDialog } from '#lib/wallet/wallet-store.ts';
import { AccountLookup } from './account-lookup.tsx';
import { ExitCommands } from './exit-commands.tsx';
import { ExitDesk } from './exit-desk.tsx';
import { ExitHistory } from './exit-history.tsx';
import { ExitOutline } from './exit-outline.tsx';
import { ExitReview } from './exit-review.tsx';
import { ExitTrust } from './exit-trust.tsx';
import { type SeenAccount, useExitAccount } from './use-exit-account.ts';
import { useExitAction } from './use-exit-action.ts';

/** Leaving without the operator: everything on this page comes from the chain and goes to it. */
export function ExitPage() {
  const config = useWebConfig();
  const clearingHouse = config?.contracts.clearingHouse;
  return (
    <div className="mx-auto flex w-full max-w-[1040px] flex-1 flex-col gap-3 p-3 md:p-4">
      <div>
        <h1 className="font-semibold text-20">Leave without the operator</h1>
        <p className="text-13 text-secondary">
          Your money lies in a contract, not with the exchange. This page talks to the chain alone:
          it works as well when the exchange is gone, or refuses you.
        </p>
      </div>
      {config === null || clearingHouse === undefined ? (
        <Panel title="Your exit">
          <PanelMessage>
            No clearing house is known on this network, so nothing is in it.
          </PanelMessage>
        </Panel>
      ) : (
        <ExitBody config={config} clearingHouse={clearingHouse} />
      )}
      <Panel title="Whom you trust with what">
        <ExitTrust />
      </Panel>
    </div>
  );
}

type ExitBodyProps = { readonly config: WebConfig; readonly clearingHouse: Address };

function ExitBody({ config, clearingHouse }: ExitBodyProps) {
  const wallet = useWallet();
  const [looked, setLooked] = useState<Address | null>(null);
  const sender = wallet.status === 'connected' ? wallet.address : null;
  const account = looked ?? sender;
  const polled = useExitAccount({ clearingHouse, tokens: config.tokens, account });
  const { current, sent, review, confirm, close } = useExitAction({
    clearingHouse,
    sender,
    onDone: polled.refresh,
  });
  const seen = polled.value;
  const assets = seen?.account.balances.filter(({ held }) => held > 0n) ?? [];
  return (
    <>
      <WrongNetwork />
      {seen === null ? (
        <ExitOutline isReading={account !== null && polled.error === null}>
          {account === null ? <NoAccount /> : <Reading polled={polled} />}
        </ExitOutline>
      ) : null}
      {seen === null ? null : (
        <ExitDesk
          clearingHouse={clearingHouse}
          polled={polled}
          seen={seen}
          own={sender !== null && sameAddress(sender, seen.account.address)}
          blocked={blockedBy(sender, {
            wrongNetwork: wallet.status === 'connected' && wallet.chainId !== config.chainId,
            noCoins: sender === seen.account.address && seen.account.coins === 0n,
          })}
          onReview={review}
        />
      )}
      <ExitHistory sent={sent} />
      <Panel title="Another account">
        <AccountLookup looking={looked !== null} onLook={setLooked} />
      </Panel>
      <Panel title="Without this page">
        <ExitCommands
          clearingHouse={clearingHouse}
          account={account}
          assets={assets.map(({ number }) => number)}
        />
      </Panel>
      {current === null ? null : (
        <ExitReview undertaking={current} confirm={confirm} close={close} />
      )}
    </>
  );
}

function Reading({ polled }: { readonly polled: Polled<SeenAccount> }) {
  if (polled.error === null) {
    return <PanelMessage>Reading the account from the chain.</PanelMessage>;
  }
  return (
    <PanelMessage action={{ label: 'Try again', onPress: polled.refresh }}>
      The chain does not answer. Nothing is lost by that: the contract waits. This page asks again
      by itself.
    </PanelMessage>
  );
}

function NoAccount() {
  return (
    <PanelMessage
      action={{ label: 'Connect a wallet', onPress: () => openWalletDialog('connect') }}
    >
      Connect the wallet of the account that should leave. Only the chain is asked what it has.
    </PanelMessage>
  );
}

function WrongNetwork() {
  const network = useWalletNetwork();
  const wallet = useWallet();
  if (wallet.status !== 'connected' || wallet.chainId === network.chainId) return null;
  return (
    <p role="status" className="flex flex-wrap items-center gap-3 text-13 text-warn">
      Your wallet is on another network.
      <Button size="small" onClick={() => void switchNetwork(network)}>
        Switch to {network.networkTitle}
      </Button>
    </p>
  );
}

function blockedBy(
  sender: Address | null,
  { wrongNetwork, noCoins }: { readonly wrongNetwork: boolean; readonly noCoins: boolean },
): string | null {
  if (sender === null) return 'Connect a wallet to send anything.';
  if (wrongNetwork) return 'Switch your wallet’s network first.';
  return noCoins ? 'The account needs a little LUX for the network’s costs.' : null;
}
