/** Choosing a new password by the link of a mail, after the old one was forgotten. */
import { Link } from 'react-router';
import { useResetPassword } from '@/resources/me.ts';
import { t } from '@/words';
import { ChoosePassword } from './ChoosePassword.tsx';

export default function ResetPage() {
  const missing = (
    <>
      {t('session.reset_missing')} <Link to="/forgot-password">{t('session.reset_again')}</Link>
    </>
  );
  return <ChoosePassword title={t('session.reset_title')} missing={missing} done={t('session.reset_done')} choose={useResetPassword()} />;
}
