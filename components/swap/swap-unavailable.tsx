import { Icon } from '#components/ui/icon.tsx';
import type { ContractName } from '#lib/domain/network.ts';

export type SwapUnavailableProps = {
  readonly networkTitle: string;
  /** What the network lacks; `null` when nothing is deployed on it at all. */
  readonly missing: readonly ContractName[] | null;
};

/** Says that nothing can be swapped on this network, and why. */
export function SwapUnavailable({ networkTitle, missing }: SwapUnavailableProps) {
  return (
    <section
      aria-labelledby="swap-title"
      className="mx-auto mt-8 flex w-full max-w-115 flex-col gap-3 rounded-dialog border border-line bg-panel p-6 text-13"
    >
      <h1 id="swap-title" className="flex items-center gap-2 font-semibold text-15">
        <Icon name="info" className="text-info" />
        Swap is unavailable on {networkTitle}
      </h1>
      {missing === null ? (
        <p className="text-secondary">
          No contracts are known on this chain yet. They are deployed when the local network starts;
          load this page again then.
        </p>
      ) : (
        <>
          <p className="text-secondary">This network lacks contracts that swapping goes through:</p>
          <ul className="numeric flex list-disc flex-col gap-1 pl-5">
            {missing.map((name) => (
              <li key={name}>{name}</li>
            ))}
          </ul>
          <p className="text-secondary">Prices and markets work as always.</p>
        </>
      )}
    </section>
  );
}
