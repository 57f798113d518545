/** Registering somebody, as a page of its own. */
import { useLocation, useNavigate } from 'react-router';
import { Card, Page } from '@/parts/Page.tsx';
import { t } from '@/words';
import { RegisterForm } from './RegisterForm.tsx';

export default function RegisterPage() {
  const navigate = useNavigate();
  const { state } = useLocation() as { state: { name?: string } | null };
  return (
    <Page title={t('patients.register')}>
      <Card>
        <RegisterForm
          typed={state?.name}
          onCancel={() => void navigate('/patients')}
          onDone={(patient) => void navigate(`/patients/${patient.id}`, { replace: true })}
        />
      </Card>
    </Page>
  );
}
