import { classNames } from '#components/ui/class-names.ts';

export type Fact = {
  readonly name: string;
  readonly value: string;
  /** The exact value, on hover. */
  readonly title?: string;
  /** The value is words, not a figure. */
  readonly isWords?: boolean;
};

/** Names and values, one a line. */
export function FactList({ facts }: { readonly facts: readonly Fact[] }) {
  return (
    <dl className="flex flex-col gap-1.5 text-12">
      {facts.map(({ name, value, title, isWords = false }) => (
        <div key={name} className="flex items-baseline justify-between gap-4">
          <dt className="shrink-0 text-secondary">{name}</dt>
          <dd
            className={classNames('min-w-0 break-words text-right', !isWords && 'numeric')}
            title={title}
          >
            {value}
          </dd>
        </div>
      ))}
    </dl>
  );
}
