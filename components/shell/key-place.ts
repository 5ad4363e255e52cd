/** Where a key is pressed. */
export type KeyPlace = {
  /** In a text field, into which it goes. */
  readonly typing: boolean;
  /** On something with keys of its own: a button, a choice, a table. */
  readonly onControl: boolean;
  /** While a dialog has the page. */
  readonly inDialog: boolean;
};

const TEXT_FIELDS =
  'input:not([type="radio"], [type="checkbox"], [type="range"]), textarea, select, [contenteditable]';
const CONTROLS =
  'a, button, input, select, summary, td, th, hr[tabindex], [role="slider"], [role="gridcell"]';
const DIALOGS = 'dialog[open], [role="dialog"][aria-modal="true"]';

/** Whether a key belongs to what has the focus, or to the page. */
export function keyPlace(target: EventTarget | null): KeyPlace {
  const isIn = (selector: string) => target instanceof Element && target.closest(selector) !== null;
  return {
    typing: isIn(TEXT_FIELDS),
    onControl: isIn(CONTROLS),
    inDialog: document.querySelector(DIALOGS) !== null,
  };
}
