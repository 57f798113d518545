/** One of a few, as buttons that are radios: one tap, arrow keys, and a name for screen readers. */
import type { ReactNode } from 'react';
import classes from './Choices.module.css';

export interface Choice {
  value: string;
  label: ReactNode;
  color?: string | null;
  hint?: ReactNode;
}

interface Props {
  label: string;
  hideLabel?: boolean;
  name: string;
  choices: Choice[];
  value: string | null;
  onChange: (value: string) => void;
  compact?: boolean;
  error?: string | null;
}

export function Choices({ label, hideLabel, name, choices, value, onChange, compact, error }: Props) {
  return (
    <fieldset className={classes.set} data-compact={compact || undefined}>
      <legend className={hideLabel ? classes.unseen : classes.legend}>{label}</legend>
      <div className={classes.row}>
        {choices.map((choice) => (
          <label key={choice.value} className={classes.choice}>
            <input
              type="radio"
              name={name}
              value={choice.value}
              checked={value === choice.value}
              onChange={() => onChange(choice.value)}
            />
            <span className={classes.face}>
              {choice.color && <span className={classes.dot} style={{ background: choice.color }} />}
              {choice.label}
              {choice.hint && <span className={classes.hint}>{choice.hint}</span>}
            </span>
          </label>
        ))}
      </div>
      {error && (
        <p className={classes.error} role="alert">
          {error}
        </p>
      )}
    </fieldset>
  );
}
