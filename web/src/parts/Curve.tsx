/** Values over time as lines with points; whoever cannot see them is told the same in words. */
import { useElementSize } from '@mantine/hooks';
import { number } from '@/words/format.ts';
import classes from './charts.module.css';
import { scaled, ticksFor } from './scale.ts';
import { Ticks } from './Ticks.tsx';

export interface Line {
  name: string;
  /** Moment in milliseconds, and value; in order of time. */
  points: [number, number][];
}

interface Props {
  lines: Line[];
  /** What it shows, in a sentence. */
  label: string;
  when: (moment: number) => string;
  unit?: string;
  height?: number;
}

const EDGE = { top: 12, right: 14, bottom: 26, left: 44 };

export function Curve({ lines, label, when, unit = '', height = 220 }: Props) {
  const { ref, width } = useElementSize();
  const all = lines.flatMap(({ points }) => points);
  const values = all.map(([, value]) => value);
  const ticks = ticksFor(Math.min(...values), Math.max(...values));
  const times = all.map(([moment]) => moment);
  const [first, last] = [Math.min(...times), Math.max(...times)];
  const x = (moment: number) => scaled(moment, [first, last], [EDGE.left, Math.max(EDGE.left + 1, width - EDGE.right)]);
  const y = (value: number) => scaled(value, [ticks[0]!, ticks.at(-1)!], [height - EDGE.bottom, EDGE.top]);
  return (
    <figure className={classes.figure}>
      {lines.length > 1 && (
        <figcaption className={classes.legend}>
          {lines.map(({ name }, index) => (
            <span key={name} data-line={index}>
              {name}
            </span>
          ))}
        </figcaption>
      )}
      <div ref={ref} className={classes.place}>
        {width > 0 && (
          <svg width={width} height={height} role="img" aria-label={label} className={classes.chart}>
            <Ticks ticks={ticks} y={y} from={EDGE.left} to={width - EDGE.right} text={(value) => number(value)} />
            {(first === last ? [first] : [first, last]).map((moment, index, ends) => (
              <text key={moment} className={classes.tick} x={x(moment)} y={height - 6} textAnchor={ends.length === 1 ? 'middle' : index ? 'end' : 'start'}>
                {when(moment)}
              </text>
            ))}
            {lines.map(({ name, points }, index) => (
              <g key={name} data-line={index}>
                <polyline className={classes.line} points={points.map(([moment, value]) => `${x(moment)},${y(value)}`).join(' ')} />
                {points.map(([moment, value]) => (
                  <circle key={`${moment}/${value}`} className={classes.point} cx={x(moment)} cy={y(value)} r={4}>
                    <title>{`${name}: ${number(value)} ${unit} · ${when(moment)}`}</title>
                  </circle>
                ))}
              </g>
            ))}
          </svg>
        )}
      </div>
    </figure>
  );
}
