use queueing::world::*; use queueing::channel::*; use queueing::routing::*; use queueing::simulation::*; use queueing::floor::Met;
fn main(){ let w=Week::of(201,0.9); let mut delayed=[0;3];
 let t0=std::time::Instant::now();
 let ran=run_week(&w,Rules::bare(Policy::Apq),&Targets::TAU,&mut |_,c,_|delayed[c.channel.place()]+=1);
 let mut ab=[0;3]; for (c,o) in w.contacts.iter().zip(&ran.outcomes){ if let Some(o)=o{ if o.how==Met::Gone || (o.how==Met::Unserved&&o.waited_s>=c.patience_s){ab[c.channel.place()]+=1;} }}
 println!("{delayed:?} {ab:?} {:?}",t0.elapsed());
 let w=Week::of(301,0.9);
 for p in Policy::ALL { let ran=run_week(&w,Rules::bare(p),&Targets::FIXED,&mut |_,_,_|()); let (mut k,mut n)=(0.,0.); let mut late=vec![]; let mut uns=0;
  for (c,o) in w.contacts.iter().zip(&ran.outcomes){ let Some(o)=o else{uns+=1;continue}; n+=TIER_WEIGHTS[c.tier]; let d=Targets::FIXED.of(c.channel,c.tier); if o.how!=Met::Unserved&&o.waited_s<=d{k+=TIER_WEIGHTS[c.tier];} if o.how!=Met::Unserved{late.push((o.waited_s-d).max(0.)/d);} }
  late.sort_by(f64::total_cmp); println!("{} {k}/{n} {} p99 {} unserved mail {uns}",p.name(),k/n,late[late.len()*99/100]); }
}
