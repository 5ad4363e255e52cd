import type { Metadata } from 'next';
import { SwapDesk } from '#components/swap/swap-desk.tsx';
import { SwapUnavailable } from '#components/swap/swap-unavailable.tsx';
import { readNetworkConfig } from '#lib/env/read-network-config.ts';
import { readWebConfig } from '#lib/env/read-web-config.ts';
import { firstInputs } from '#lib/swap/first-inputs.ts';
import { swapAvailability } from '#lib/swap/swap-contracts.ts';
import { type LinkParameters, readSwapLink } from '#lib/swap/swap-link.ts';

export const metadata: Metadata = {
  title: 'Swap',
  description:
    'Swap tokens on the Lux C-Chain at the best route over Uniswap V2 and V3 pools, from your own wallet.',
};

export type SwapPageProps = { readonly searchParams: Promise<LinkParameters> };

/** `/swap?from=LUX&to=LUSD&amount=1`: the swap that a link asks for, or an empty one. */
export default async function SwapPage({ searchParams }: SwapPageProps) {
  const web = readWebConfig();
  if (web === null) {
    return <SwapUnavailable networkTitle={readNetworkConfig().networkTitle} missing={null} />;
  }
  const availability = swapAvailability(web);
  if (availability.kind === 'unavailable') {
    return <SwapUnavailable networkTitle={web.networkTitle} missing={availability.missing} />;
  }
  const link = readSwapLink(await searchParams, web.tokens);
  return (
    // Another link is another page: what an earlier one filled in does not stay.
    <SwapDesk
      key={JSON.stringify(link)}
      deployment={availability.deployment}
      tokens={web.tokens}
      link={firstInputs(link, web.tokens)}
    />
  );
}
