/** Amounts side by side as bars; each says its name and its number, so that it can be read as a list too. */
import type { ReactNode } from 'react';
import classes from './charts.module.css';

export interface Amount {
  key: string;
  name: ReactNode;
  /** What the length stands for. */
  value: number;
  /** What is written at its end. */
  text: string;
  tone?: 'good' | 'warn' | 'bad';
}

export function Bars({ amounts, most }: { amounts: Amount[]; most?: number }) {
  const whole = most ?? Math.max(1e-9, ...amounts.map(({ value }) => value));
  return (
    <ul className={classes.bars}>
      {amounts.map(({ key, name, value, text, tone }) => (
        <li key={key}>
          <div className={classes.barHead}>
            <span>{name}</span>
            <span className="numbers">{text}</span>
          </div>
          <div className={classes.track}>
            <div className={classes.fill} data-tone={tone} style={{ width: `${Math.min(100, Math.max(0, Math.round((value / whole) * 100)))}%` }} />
          </div>
        </li>
      ))}
    </ul>
  );
}
