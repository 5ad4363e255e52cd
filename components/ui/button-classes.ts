import { classNames } from './class-names.ts';

export type ButtonVariant = 'primary' | 'secondary' | 'quiet' | 'danger';
export type ButtonSize = 'small' | 'medium' | 'large';

export type ButtonLook = {
  /** Default `secondary`. One `primary` a view. */
  readonly variant?: ButtonVariant | undefined;
  /** 28, 36 (default) or 48 pixels high; on touch screens at least 44. */
  readonly size?: ButtonSize | undefined;
  /** As wide as its container. */
  readonly block?: boolean | undefined;
};

const VARIANTS: Readonly<Record<ButtonVariant, string>> = {
  primary:
    'bg-accent text-on-accent hover:bg-accent-strong disabled:bg-raised disabled:text-secondary',
  secondary: 'bg-raised text-text hover:bg-hover disabled:text-faint disabled:hover:bg-raised',
  quiet: 'text-secondary hover:bg-raised hover:text-text disabled:text-faint',
  danger: 'bg-raised text-down hover:bg-hover disabled:text-faint',
};

const SIZES: Readonly<Record<ButtonSize, string>> = {
  small: 'h-7 px-2.5 text-12 pointer-coarse:h-11 pointer-coarse:px-3.5',
  medium: 'h-9 px-3.5 text-13 pointer-coarse:h-11',
  large: 'h-12 px-5 text-15',
};

/** The classes of a button, for buttons and for links that look like one. */
export function buttonClasses({
  variant = 'secondary',
  size = 'medium',
  block = false,
}: ButtonLook = {}): string {
  return classNames(
    'inline-flex select-none items-center justify-center gap-1.5 rounded-control font-medium whitespace-nowrap transition-colors',
    VARIANTS[variant],
    SIZES[size],
    block && 'w-full',
  );
}
