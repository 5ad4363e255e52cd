export type Fact = {
  readonly name: string;
  readonly value: string;
  /** The exact value, on hover. */
  readonly title?: string;
};

/** Names and values, one a line. */
export function FactList({ facts }: { readonly facts: readonly Fact[] }) {
  return (
    <dl className="flex flex-col gap-1.5 text-12">
      {facts.map(({ name, value, title }) => (
        <div key={name} className="flex items-baseline justify-between gap-4">
          <dt className="shrink-0 text-secondary">{name}</dt>
          <dd className="numeric min-w-0 break-words text-right" title={title}>
            {value}
          </dd>
        </div>
      ))}
    </dl>
  );
}
