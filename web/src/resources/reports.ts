/** What the clinic comes to over time: money, patients, practitioners' time. */
import { keepPreviousData, useQueries, useQuery } from '@tanstack/react-query';
import { api, got, type Schemas } from '@/client';
import { keys } from './keys.ts';

export type Finance = Schemas['FinanceReportView'];
export type Statistics = Schemas['StatisticsView'];
export type Load = Schemas['LoadView'];

export interface Period {
  /** First and last day, both included. */
  from: string;
  to: string;
}

const finance = (period: Period) => ({
  queryKey: [...keys.reports, 'finance', period],
  staleTime: 60_000,
  queryFn: () => got(api.GET('/api/reports/finance', { params: { query: { ...period } } })),
});

/** The money of a period. */
export const useFinance = (period: Period) => useQuery({ ...finance(period), placeholderData: keepPreviousData });

/** The money of several periods; those not there yet are undefined. */
export const useFinances = (periods: Period[]): (Finance | undefined)[] => useQueries({ queries: periods.map(finance), combine: parts });

const parts = (answers: { data?: Finance }[]) => answers.map(({ data }) => data);

/** Patients in a period: new, active, by age and sex. */
export const useStatistics = (period: Period) =>
  useQuery({
    queryKey: [...keys.reports, 'patients', period],
    placeholderData: keepPreviousData,
    queryFn: () => got(api.GET('/api/reports/patients', { params: { query: { ...period } } })),
  });

/** How much of their time practitioners are booked. */
export const useLoads = (period: Period) =>
  useQuery({
    queryKey: [...keys.reports, 'practitioners', period],
    placeholderData: keepPreviousData,
    queryFn: () => got(api.GET('/api/reports/practitioners', { params: { query: { ...period } } })),
  });
