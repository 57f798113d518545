/** A number that matters, with its name. */
import type { ReactNode } from 'react';
import classes from './Tile.module.css';

export const Tiles = ({ children }: { children: ReactNode }) => <div className={classes.tiles}>{children}</div>;

export function Tile({ label, value, hint, good, bad }: { label: string; value: string; hint?: string; good?: boolean; bad?: boolean }) {
  return (
    <div className={classes.tile} data-tone={good ? 'good' : bad ? 'bad' : undefined}>
      <div className={classes.label}>{label}</div>
      <div className={classes.value}>{value}</div>
      {hint && <div className={classes.hint}>{hint}</div>}
    </div>
  );
}
