/** A field with answers under it as one types: the combobox pattern, small and without a layer of its own. */
import { Loader, TextInput, type TextInputProps } from '@mantine/core';
import { useEffect, useId, useRef, useState, type KeyboardEvent, type ReactNode, type Ref } from 'react';
import { Icon } from './Icon.tsx';
import classes from './Suggest.module.css';

export interface Suggestion {
  value: string;
  content: ReactNode;
  /** Suggestions of one group stand under its heading. */
  group?: string;
}

interface Props extends Omit<TextInputProps, 'value' | 'onChange'> {
  value: string;
  onType: (typed: string) => void;
  suggestions: Suggestion[];
  onChoose: (value: string) => void;
  busy?: boolean;
  /** What stands there when nothing was found. */
  nothing?: string | null;
  /** Show the suggestions before anything is typed. */
  eager?: boolean;
  inputRef?: Ref<HTMLInputElement>;
  onEscape?: () => void;
}

export function Suggest({ value, onType, suggestions, onChoose, busy, nothing, eager, inputRef, onEscape, rightSection, ...field }: Props) {
  const id = useId();
  const [opened, setOpened] = useState(false);
  const [at, setAt] = useState(0);
  const list = useRef<HTMLDivElement>(null);
  const shown = opened && (eager || value.trim() !== '') && (suggestions.length > 0 || Boolean(nothing));
  const active = Math.min(at, suggestions.length - 1);
  useEffect(() => {
    list.current?.querySelector('[aria-selected=true]')?.scrollIntoView({ block: 'nearest' });
  }, [active, shown]);

  const choose = (chosen: string) => {
    setOpened(false);
    onChoose(chosen);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) {
      event.preventDefault();
      if (!shown) setOpened(true);
      else setAt((active + step + suggestions.length) % Math.max(1, suggestions.length));
    } else if (event.key === 'Enter' && shown && suggestions[active]) {
      event.preventDefault();
      choose(suggestions[active].value);
    } else if (event.key === 'Escape') {
      if (shown) event.stopPropagation();
      setOpened(false);
      onEscape?.();
    }
  };

  let heading: string | undefined;
  return (
    <div className={classes.place}>
      <TextInput
        {...field}
        ref={inputRef}
        leftSection={<Icon name="search" />}
        rightSection={busy ? <Loader size={14} /> : rightSection}
        rightSectionPointerEvents="none"
        value={value}
        autoComplete="off"
        spellCheck={false}
        role="combobox"
        aria-autocomplete="list"
        aria-expanded={shown}
        aria-controls={shown ? `${id}-list` : undefined}
        aria-activedescendant={shown && suggestions[active] ? `${id}-${active}` : undefined}
        onChange={(event) => {
          onType(event.currentTarget.value);
          setOpened(true);
          setAt(0);
        }}
        onFocus={() => setOpened(true)}
        onBlur={() => setOpened(false)}
        onKeyDown={onKeyDown}
      />
      {shown && (
        <div id={`${id}-list`} ref={list} className={classes.list} role="listbox" aria-label={String(field['aria-label'] ?? field.label ?? '')}>
          {suggestions.map((each, index) => {
            const head = each.group !== heading ? each.group : undefined;
            heading = each.group;
            return (
              <div key={each.value} role="presentation">
                {head && (
                  <div className={classes.heading} role="presentation">
                    {head}
                  </div>
                )}
                <div
                  id={`${id}-${index}`}
                  role="option"
                  aria-selected={index === active}
                  className={classes.option}
                  onMouseEnter={() => setAt(index)}
                  onMouseDown={(event) => event.preventDefault()}
                  onClick={() => choose(each.value)}
                >
                  {each.content}
                </div>
              </div>
            );
          })}
          {suggestions.length === 0 && nothing && <div className={classes.nothing}>{nothing}</div>}
        </div>
      )}
    </div>
  );
}
