import { type ComponentProps, type ReactNode, useId } from 'react';

interface FieldProps {
  readonly label: string;
  readonly hint?: ReactNode;
  /** The error message: a sentence that says what to do. */
  readonly wrong?: string | undefined;
  /** The error is read out at once: it may appear without a submission. */
  readonly urgent?: boolean;
  readonly children: (control: Control) => ReactNode;
}

interface Control {
  readonly id: string;
  readonly 'aria-describedby': string | undefined;
  readonly 'aria-invalid': true | undefined;
}

/** A label, its control, hint and error, linked for assistive technology. */
export function Field({ label, hint, wrong, urgent = false, children }: FieldProps) {
  const id = useId();
  const described = [hint && `${id}-hint`, wrong && `${id}-wrong`].filter(Boolean).join(' ');
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      {children({ id, 'aria-describedby': described || undefined, 'aria-invalid': wrong ? true : undefined })}
      {wrong && (
        <p className="wrong" id={`${id}-wrong`} role={urgent ? 'alert' : undefined}>
          {wrong}
        </p>
      )}
      {hint && (
        <p className="hint" id={`${id}-hint`}>
          {hint}
        </p>
      )}
    </div>
  );
}

export function TextField({
  label,
  hint,
  wrong,
  ...input
}: Omit<FieldProps, 'children'> & Omit<ComponentProps<'input'>, 'className' | 'id'>) {
  return (
    <Field hint={hint} label={label} wrong={wrong}>
      {(control) => <input type="text" {...input} {...control} />}
    </Field>
  );
}

/** One of several, or several of many, with its label: native controls, usable by keyboard in every browser. In a table: Checkbox. */
export function Choice({
  label,
  hint,
  ...input
}: { readonly label: ReactNode; readonly hint?: ReactNode } & Omit<ComponentProps<'input'>, 'className'> & {
    readonly type: 'radio' | 'checkbox';
  }) {
  const id = useId();
  return (
    <label className="choice">
      {/* The label around it is there to be clicked; the hint in it is no part of the name. */}
      <input
        {...input}
        aria-describedby={hint ? `${id}-hint` : undefined}
        aria-labelledby={hint ? `${id}-label` : undefined}
      />
      <span id={`${id}-label`}>{label}</span>
      {hint && (
        <span className="hint" id={`${id}-hint`}>
          {hint}
        </span>
      )}
    </label>
  );
}
