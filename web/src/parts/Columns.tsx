/** Amounts over months as columns, two kinds beside each other; in words for whoever cannot see them. */
import { useElementSize } from '@mantine/hooks';
import classes from './charts.module.css';
import { scaled, ticksFor } from './scale.ts';
import { Ticks } from './Ticks.tsx';

interface Props {
  /** The names of the kinds. */
  names: string[];
  columns: { label: string; values: number[] }[];
  label: string;
  text: (value: number) => string;
  height?: number;
}

const EDGE = { top: 10, bottom: 26, left: 72 };

export function Columns({ names, columns, label, text, height = 230 }: Props) {
  const { ref, width } = useElementSize();
  const ticks = ticksFor(0, Math.max(1, ...columns.flatMap(({ values }) => values)));
  const y = (value: number) => scaled(value, [ticks[0]!, ticks.at(-1)!], [height - EDGE.bottom, EDGE.top]);
  const step = Math.max(0, width - EDGE.left) / Math.max(1, columns.length);
  const thick = Math.min(28, (step * 0.7) / names.length);
  return (
    <figure className={classes.figure}>
      <figcaption className={classes.legend}>
        {names.map((name, index) => (
          <span key={name} data-line={index}>
            {name}
          </span>
        ))}
      </figcaption>
      <div ref={ref} className={classes.place}>
        {width > 0 && (
          <svg width={width} height={height} role="img" aria-label={label} className={classes.chart}>
            <Ticks ticks={ticks} y={y} from={EDGE.left} to={width} text={text} />
            {columns.map((column, at) => {
              const middle = EDGE.left + step * (at + 0.5);
              return (
                <g key={column.label}>
                  {column.values.map((value, index) => (
                    <rect
                      key={names[index]}
                      data-line={index}
                      className={classes.column}
                      x={middle + (index - names.length / 2) * thick + 1}
                      width={Math.max(1, thick - 2)}
                      y={y(Math.max(0, value))}
                      height={Math.max(0, y(0) - y(Math.max(0, value)))}
                      rx={3}
                    >
                      <title>{`${column.label} · ${names[index]}: ${text(value)}`}</title>
                    </rect>
                  ))}
                  <text className={classes.tick} x={middle} y={height - 6} textAnchor="middle">
                    {column.label}
                  </text>
                </g>
              );
            })}
          </svg>
        )}
      </div>
    </figure>
  );
}
