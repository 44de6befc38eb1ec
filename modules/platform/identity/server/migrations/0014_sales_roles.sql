-- People who sell: what they may do is said by the modules of sales.
alter table users drop constraint users_role_check;
alter table users add constraint users_role_check
  check (role in ('admin', 'manager', 'agent', 'analyst', 'client', 'super_admin', 'sales_manager', 'seller'));
