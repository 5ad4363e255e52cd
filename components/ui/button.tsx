import type { ComponentProps } from 'react';
import { type ButtonLook, buttonClasses } from './button-classes.ts';
import { classNames } from './class-names.ts';

export type ButtonProps = ComponentProps<'button'> & ButtonLook;

/** A button that says its whole action in words. A disabled one says why. */
export function Button({ variant, size, block, className, ...props }: ButtonProps) {
  return (
    <button
      type="button"
      {...props}
      className={classNames(buttonClasses({ variant, size, block }), className)}
    />
  );
}
