'use client';

import dynamic from 'next/dynamic';
import { useEffect, useState } from 'react';
import { useStore } from 'zustand';
import { useMarketData } from '#components/shell/market-data-provider.tsx';
import { switchNetwork } from '#components/wallet/switch-network.ts';
import { useWallet } from '#components/wallet/use-wallet.ts';
import { useWalletNetwork } from '#components/wallet/use-wallet-network.ts';
import type { Address } from '#lib/domain/address.ts';
import type { Token } from '#lib/domain/currency.ts';
import { busyLabel } from '#lib/swap/busy-label.ts';
import { pairMarket } from '#lib/swap/pair-market.ts';
import { repeatSwap, reverseSwap } from '#lib/swap/repeat-swap.ts';
import type { SwapDeployment } from '#lib/swap/swap-contracts.ts';
import type { SwapLink, UnlistedToken } from '#lib/swap/swap-link.ts';
import type { SwapRecord } from '#lib/swap/swap-record.ts';
import type { ExactSide } from '#lib/swap/swap-request.ts';
import type { SwapAction } from '#lib/swap/swap-view.ts';
import { openWalletDialog } from '#lib/wallet/wallet-store.ts';
import { RecentSwaps } from './recent-swaps.tsx';
import { SwapCard } from './swap-card.tsx';
import { SwapChart } from './swap-chart.tsx';
import { useSwapSession } from './use-swap-session.ts';
import { useSwapView } from './use-swap-view.ts';

const loadReview = () => import('./review-dialog.tsx');
const ReviewDialog = dynamic(() => loadReview().then((module) => module.ReviewDialog));
const SwapTokenPicker = dynamic(() =>
  import('./swap-token-picker.tsx').then((module) => module.SwapTokenPicker),
);

export type SwapDeskProps = {
  readonly deployment: SwapDeployment;
  readonly tokens: readonly Token[];
  readonly link: SwapLink;
};

/** The list of tokens open for a side, to begin with at the import of an address where there is one. */
type Picking = { readonly side: ExactSide; readonly address: Address | null };

/** The swap page: the card, the chart beside it, and the swaps that were sent. */
export function SwapDesk({ deployment, tokens, link }: SwapDeskProps) {
  const session = useSwapSession({ deployment, tokens, link });
  const state = useStore(session.store);
  const screen = useSwapView(session, tokens);
  const network = useWalletNetwork();
  const wallet = useWallet();
  const simulated = useMarketData((data) =>
    Object.values(data.prices).some((price) => price.simulated),
  );
  const [picked, pick] = useState<ExactSide | null>(null);
  const picking = pickingOf(picked, state.unlisted);
  const { view } = screen;
  const { inputs, settings, acknowledgement, progress, records } = state;
  const inReview = state.reviewed !== null || progress.stage === 'failed';

  // Once there is something to review, its dialog opens without waiting for the network.
  const reviewable = view.plan !== null;
  useEffect(() => {
    if (reviewable) void loadReview();
  }, [reviewable]);

  const act = (action: NonNullable<SwapAction>) => {
    const { plan } = view;
    if (action === 'connect') openWalletDialog('connect');
    if (action === 'switch-network') void switchNetwork(network);
    if (action === 'choose-pay') pick('pay');
    if (action === 'choose-receive') pick('receive');
    if (action === 'approve' && plan !== null) void session.approve(plan);
    if (action === 'review' && plan !== null) session.review(plan);
  };
  const repeat = (record: SwapRecord) => session.setInputs(repeatSwap(record));
  const reverse = (record: SwapRecord) => session.setInputs(reverseSwap(record));

  return (
    <div className="mx-auto flex w-full max-w-360 flex-1 items-start justify-center gap-6 px-2 py-4 sm:px-4 sm:py-8">
      <SwapChart market={pairMarket(inputs.pay, inputs.receive)} />
      <div className="flex w-full max-w-115 flex-col gap-4">
        <LinkNotices notices={link.notices} />
        <SwapCard
          view={view}
          inputs={inputs}
          settings={settings}
          acknowledgement={acknowledgement}
          simulated={simulated}
          busyLabel={busyLabel(progress)}
          onInputs={(changed) => session.setInputs(changed)}
          onSettings={(changed) => session.setSettings(changed)}
          onAcknowledgement={(text) => session.setAcknowledgement(text)}
          onChooseToken={pick}
          onAction={act}
        />
        <RecentSwaps
          records={records}
          nowMs={screen.nowMs}
          explorerUrl={network.explorerUrl}
          onRepeat={repeat}
          onReverse={reverse}
        />
      </div>
      {inReview ? (
        <ReviewDialog
          session={session}
          livePlan={view.plan}
          detailsOf={screen.detailsOf}
          explorerUrl={network.explorerUrl}
          signsByItself={wallet.status === 'connected' && wallet.isDemo}
          onRepeat={repeat}
          onReverse={reverse}
        />
      ) : null}
      {picking === null ? null : (
        <SwapTokenPicker
          key={picking.address}
          session={session}
          side={picking.side}
          screen={screen}
          deployment={deployment}
          importing={picking.address}
          onClose={() => {
            if (picked === null) session.dropUnlisted();
            pick(null);
          }}
        />
      )}
    </div>
  );
}

function pickingOf(side: ExactSide | null, [first]: readonly UnlistedToken[]): Picking | null {
  return side === null ? (first ?? null) : { side, address: null };
}

function LinkNotices({ notices }: Pick<SwapLink, 'notices'>) {
  if (notices.length === 0) return null;
  return (
    <ul className="flex flex-col gap-1 px-1 text-12 text-warn">
      {notices.map((notice) => (
        <li key={notice}>{notice}</li>
      ))}
    </ul>
  );
}
