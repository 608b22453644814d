import type { ComponentProps } from 'react';

/** A box whose label is not shown, as in the rows of a table; the area around it can be clicked too. With a visible label: Choice. */
export function Checkbox({
  label,
  indeterminate = false,
  ...input
}: Omit<ComponentProps<'input'>, 'className' | 'type' | 'ref'> & {
  readonly label: string;
  /** Some of those that it stands for are checked. */
  readonly indeterminate?: boolean;
}) {
  return (
    <label className="checkbox">
      <input
        {...input}
        ref={(box) => {
          if (box) box.indeterminate = indeterminate;
        }}
        type="checkbox"
      />
      <span className="hidden-visually">{label}</span>
    </label>
  );
}
