'use client';

import { Button, type ButtonProps } from '#components/ui/button.tsx';
import { useFirstFocus } from '#hooks/use-first-focus.ts';

/** The button of a dialog that has the focus when it opens. */
export function FirstFocusButton(props: ButtonProps) {
  return <Button {...props} ref={useFirstFocus<HTMLButtonElement>()} />;
}
