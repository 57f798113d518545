/** The lines of a chart at round numbers, each with its number. */
import classes from './charts.module.css';

interface Props {
  ticks: number[];
  y: (value: number) => number;
  /** From where to where they run. */
  from: number;
  to: number;
  text: (value: number) => string;
}

export function Ticks({ ticks, y, from, to, text }: Props) {
  return ticks.map((tick) => (
    <g key={tick}>
      <line className={classes.grid} x1={from} x2={to} y1={y(tick)} y2={y(tick)} />
      <text className={classes.tick} x={from - 8} y={y(tick)} textAnchor="end" dominantBaseline="middle">
        {text(tick)}
      </text>
    </g>
  ));
}
