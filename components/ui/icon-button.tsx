import type { ComponentProps } from 'react';
import { classNames } from './class-names.ts';
import { Icon, type IconName } from './icon.tsx';

export type IconButtonProps = Omit<ComponentProps<'button'>, 'children'> & {
  readonly icon: IconName;
  /** What it does: its accessible name and its tooltip. */
  readonly label: string;
  /** 28 or 36 (default) pixels; 44 on touch screens. */
  readonly size?: 'small' | 'medium';
  /** Fills the icon in the accent colour, for a toggle that is on. */
  readonly filled?: boolean;
};

/** A button that is only an icon. */
export function IconButton({
  icon,
  label,
  size = 'medium',
  filled = false,
  className,
  ...props
}: IconButtonProps) {
  return (
    <button
      type="button"
      aria-label={label}
      title={label}
      {...props}
      className={classNames(
        'touch-target inline-flex items-center justify-center rounded-control transition-colors hover:bg-raised hover:text-text disabled:text-faint',
        filled ? 'text-accent' : 'text-secondary',
        size === 'small' ? 'size-7' : 'size-9',
        className,
      )}
    >
      <Icon name={icon} filled={filled} />
    </button>
  );
}
