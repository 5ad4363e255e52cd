'use client';

import { type ReactNode, useMemo } from 'react';
import { useNetworkConfig, useWebConfig } from '#components/shell/config-provider.tsx';
import { PanelMessage } from '#components/ui/panel-message.tsx';
import { StatusDot } from '#components/ui/status-dot.tsx';
import { TextLink } from '#components/ui/text-link.tsx';
import { useWalletNetwork } from '#components/wallet/use-wallet-network.ts';
import { decimalText } from '#lib/format/decimal-text.ts';
import type { StatusReport } from '#lib/queries/fetch-status.ts';
import { RequestError } from '#lib/queries/request-error.ts';
import {
  endpointLines,
  overallTone,
  reconciliationLine,
  type StatusLine,
  type StatusTone,
  serviceLines,
  settlementLines,
} from '#lib/status/derive-status.ts';
import type { ChainFindings } from '#lib/status/read-contract-code.ts';
import { networkClient } from '#lib/wallet/network-client.ts';
import { AsOfAge } from './as-of-age.tsx';
import { ContractTable } from './contract-table.tsx';
import { Panel } from './panel.tsx';
import { StatusLines } from './status-lines.tsx';
import { type Polled, usePolled } from './use-polled.ts';

const STATUS_MS = 2_000;
const CONTRACTS_MS = 15_000;

/** How the exchange does, as an operator would leave it open all day. */
export function StatusPage() {
  const status = useStatus();
  const chain = useChainFindings();
  const report = status.value;
  const failed = status.error === null ? null : failureOf(status.error);
  const aside = <AsOfAge readMs={status.readMs} failed={failed} />;
  return (
    <div className="mx-auto flex w-full max-w-[1280px] flex-1 flex-col gap-3 p-3 md:p-4">
      <Headline status={status} />
      {report === null ? (
        <Panel
          title="The exchange"
          aside={aside}
          busy={failed === null}
          room="min-h-dvh lg:min-h-[745px]"
        >
          <PanelMessage
            action={failed === null ? null : { label: 'Try again', onPress: status.refresh }}
          >
            {failed === null
              ? 'Asking the exchange how it does.'
              : 'The exchange does not say how it does. Your money lies in the contract, not with it; this page asks again by itself.'}
          </PanelMessage>
        </Panel>
      ) : (
        <Report report={report} stale={failed !== null} aside={aside} />
      )}
      <ContractPanel chain={chain} />
    </div>
  );
}

type ReportProps = {
  readonly report: StatusReport;
  readonly stale: boolean;
  readonly aside: ReactNode;
};

function Report({ report, stale, aside }: ReportProps) {
  return (
    <>
      <Panel title="Settlement" flush stale={stale} aside={aside}>
        <StatusLines label="Settlement" lines={moneyLines(report)} />
      </Panel>
      <div className="grid items-start gap-3 lg:grid-cols-2">
        <Panel title="Services" flush stale={stale} aside={aside}>
          <StatusLines label="Services" lines={serviceLines(report)} />
        </Panel>
        {report.endpoints.length === 0 ? null : (
          <Panel title="Chain endpoints of the exchange" flush stale={stale} aside={aside}>
            <StatusLines label="Chain endpoints" lines={endpointLines(report)} />
          </Panel>
        )}
      </div>
    </>
  );
}

function useStatus(): Polled<StatusReport> {
  const { sidecarUrl } = useNetworkConfig();
  const read = useMemo(
    () => async () => {
      const { fetchStatus } = await import('#lib/queries/fetch-status.ts');
      return await fetchStatus(sidecarUrl);
    },
    [sidecarUrl],
  );
  return usePolled(read, STATUS_MS);
}

/** The chain as this browser sees it. */
function useChainFindings(): Polled<ChainFindings> {
  const network = useWalletNetwork();
  const contracts = useWebConfig()?.contracts;
  const read = useMemo(() => {
    const client = networkClient(network);
    return async () => {
      const { readContractCode } = await import('#lib/status/read-contract-code.ts');
      return await readContractCode(client, contracts ?? {});
    };
  }, [network, contracts]);
  return usePolled(read, CONTRACTS_MS);
}

const OVERALL: Readonly<Record<StatusTone, string>> = {
  up: 'Everything works',
  warn: 'Something wants a look',
  down: 'Something does not work',
  neutral: 'Asking',
};

function Headline({ status: { value: report, error } }: { readonly status: Polled<StatusReport> }) {
  const { networkTitle, chainId, version } = useNetworkConfig();
  const tone = error === null ? toneOf(report) : 'down';
  return (
    <div className="flex flex-wrap items-end justify-between gap-x-6 gap-y-1">
      <div>
        <h1 className="font-semibold text-20">Status</h1>
        <p role="status" className="flex items-center gap-2 text-13">
          <StatusDot tone={tone} />
          {error === null ? OVERALL[tone] : failureOf(error)}
        </p>
      </div>
      <p className="text-12 text-secondary">
        {networkTitle}, chain <span className="numeric">{chainId}</span> · version{' '}
        <span className="numeric">{report?.version ?? version}</span> ·{' '}
        <TextLink href="/solvency">Proof of solvency</TextLink> ·{' '}
        <TextLink href="/exit">Leave without the operator</TextLink>
      </p>
    </div>
  );
}

function toneOf(report: StatusReport | null): StatusTone {
  if (report === null) return 'neutral';
  return overallTone([...serviceLines(report), ...moneyLines(report), ...endpointLines(report)]);
}

function moneyLines(report: StatusReport): readonly StatusLine[] {
  const [first, ...others] = settlementLines(report);
  const reconciliation = reconciliationLine(report);
  return first === undefined ? [reconciliation] : [first, reconciliation, ...others];
}

function ContractPanel({ chain }: { readonly chain: Polled<ChainFindings> }) {
  const { value: findings, error } = chain;
  const failed = error === null ? null : 'The chain does not answer this browser.';
  return (
    <Panel
      title="Contracts, asked of the chain by this browser"
      flush
      stale={failed !== null}
      busy={findings === null && failed === null}
      aside={
        <>
          {findings === null ? null : (
            <span className="numeric">
              Block {decimalText(findings.block.number, 0)}, {Math.round(findings.latencyMs)} ms ·{' '}
            </span>
          )}
          <AsOfAge readMs={chain.readMs} failed={failed} />
        </>
      }
    >
      {findings === null || findings.contracts.length === 0 ? (
        <PanelMessage
          action={failed === null ? null : { label: 'Try again', onPress: chain.refresh }}
        >
          {messageOf(findings, failed)}
        </PanelMessage>
      ) : (
        <ContractTable findings={findings} />
      )}
    </Panel>
  );
}

function messageOf(findings: ChainFindings | null, failed: string | null): string {
  if (findings !== null) return 'No contracts are known on this network.';
  return failed === null ? 'Asking the chain.' : failed;
}

/** What stands in the way of knowing how the exchange does, with a code to quote. */
function failureOf(error: unknown): string {
  if (!(error instanceof RequestError)) return 'This page failed (client/unexpected).';
  return `${error.message} (${error.code})`;
}
