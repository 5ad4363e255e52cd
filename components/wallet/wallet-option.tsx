import { Badge } from '#components/ui/badge.tsx';
import { Icon, type IconName } from '#components/ui/icon.tsx';

export type WalletOptionProps = {
  readonly icon: IconName;
  readonly title: string;
  readonly badge?: string;
  readonly detail: string;
  readonly disabled: boolean;
  readonly onSelect: () => void;
};

/** One way to connect, as a large button. */
export function WalletOption({
  icon,
  title,
  badge,
  detail,
  disabled,
  onSelect,
}: WalletOptionProps) {
  return (
    <button
      type="button"
      disabled={disabled}
      className="flex items-start gap-3 rounded-control border border-line p-3 text-left transition-colors hover:bg-raised disabled:opacity-70"
      onClick={onSelect}
    >
      <Icon name={icon} size={20} className="mt-0.5 text-accent" />
      <span className="min-w-0 flex-1">
        <span className="flex flex-wrap items-center gap-2 font-medium text-13">
          {title}
          {badge === undefined ? null : <Badge tone="warn">{badge}</Badge>}
        </span>
        <span className="block text-12 text-secondary">{detail}</span>
      </span>
      <Icon name="chevron-right" className="mt-0.5 text-secondary" />
    </button>
  );
}
