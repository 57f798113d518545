/** How often a visit is repeated. */
import { NativeSelect, TextInput } from '@mantine/core';
import { t } from '@/words';
import classes from './BookingDrawer.module.css';
import { EVERY, MOST, type Every } from './repeat.ts';

export interface Repeat {
  every: Every;
  /** As it is typed. */
  count: string;
}

export function Repeating({ repeat, onChange }: { repeat: Repeat; onChange: (repeat: Repeat) => void }) {
  return (
    <div className={classes.two}>
      <NativeSelect
        label={t('series.every')}
        value={repeat.every}
        onChange={(event) => onChange({ ...repeat, every: event.currentTarget.value as Every })}
        data={EVERY.map((value) => ({ value, label: t(`series.every_${value}`) }))}
      />
      {repeat.every !== 'once' && (
        <TextInput
          label={t('series.count')}
          type="number"
          min={2}
          max={MOST}
          value={repeat.count}
          onChange={(event) => onChange({ ...repeat, count: event.currentTarget.value })}
        />
      )}
    </div>
  );
}
