import sys, numpy as np
from typing import NamedTuple
from analysis.coding.regression_estimate import *
from analysis.measures.log_odds import student_t

N=20000
SHARES=np.array([.03,.10,.30]); SIZES=(100,200,500)
ICC=.1
T=np.array([np.nan]+[student_t(d) for d in range(1,600)])

def corpus(rng, precision, recall, spread=.1):
    sizes=np.maximum(rng.lognormal(np.log(40),.8,600).round(),1).astype(int)
    text=np.repeat(np.arange(600),sizes)[:N]
    group=text%2
    nt=text.max()+1
    w=(1-ICC)/ICC
    chance=rng.beta(SHARES*w,(1-SHARES)*w,(nt,3))
    y=rng.random((N,3))<chance[text]
    rho=np.where(group==0,recall+spread,recall-spread)[:,None]
    pi=np.where(group==0,precision+spread,precision-spread)[:,None]
    fp=SHARES*rho*(1-pi)/pi/(1-SHARES)
    x=rng.random((N,3))<np.where(y,rho,fp)
    return text,group,y,x

def allocation(kind,n,sizes):
    if kind=="proportional": a=sizes
    elif kind=="root": a=np.sqrt(sizes)
    elif kind=="equal": a=np.ones(len(sizes))
    elif kind=="p75": a=sizes**.75
    m=np.maximum(1,np.round(n*a/a.sum())).astype(int); m[0]=n-m[1:].sum()
    return m

def tabulate(ys,xs,gs,stratum,w,H,nst):
    """-> arrays (3 groups, T, H,2)"""
    out=np.zeros((4,3,3,H,2))
    for g,m in enumerate([np.ones(len(gs),bool),gs==0,gs==1]):
        for t in range(3):
            c=stratum[m]*2+xs[m,t]
            ww=w[m]
            for i,v in enumerate([np.ones(m.sum()),ww,ww**2,ww*ys[m,t]]):
                out[i,g,t]=np.bincount(c,v,minlength=2*H).reshape(H,2)
    return out

def run(runs,precision,recall,spread,kinds,seed=1):
    rng=np.random.default_rng(seed)
    store={}
    truth=[];hit=[];
    for r in range(runs):
        text,group,y,x=corpus(rng,precision,recall,spread)
        ms=[slice(None),group==0,group==1]
        truth.append([y[m].mean(0) for m in ms]); hit.append([x[m].mean(0) for m in ms])
        nall=[np.ones(N)[m].sum() for m in ms]
        for n in SIZES:
            i=rng.choice(N,n,replace=False)
            store.setdefault(("random",n,None),[]).append((tabulate(y[i],x[i],group[i],np.zeros(n,int),np.full(n,N/n),1,None),np.array([n])))
            for kind in kinds:
                for t in range(3):
                    st=x[:,t].astype(int)
                    sizes=np.bincount(st,minlength=2)
                    m=allocation(kind,n,sizes)
                    idx=np.concatenate([rng.choice(np.flatnonzero(st==h),m[h],replace=False) for h in (0,1)])
                    wt=np.repeat(sizes/m,m)
                    s=np.repeat([0,1],m)
                    store.setdefault((kind,n,t),[]).append((tabulate(y[idx],x[idx],group[idx],s,wt,2,None),m))
    truth=np.array(truth);hit=np.array(hit)
    return store,truth,hit

def evaluate(store,truth,hit,method=estimate_shares):
    rows=[]
    for (kind,n,st),lst in store.items():
        a=np.array([l[0] for l in lst]); m=np.array([l[1] for l in lst])
        H=m.shape[1]
        n_,w_,s_,p_=a[:,0],a[:,1],a[:,2],a[:,3]
        cells=Cells(n_,w_,s_,p_,np.broadcast_to(m[:,None,None,:],n_.shape[:-1]))
        df=(n_.sum((-1,-2))-H-1).clip(1).astype(int)
        q=T[df]
        tun=regression(cells,hit,q); alone=sample_alone(cells,q); est=estimate_shares(cells,hit,q)
        rows.append((kind,n,st,cells,tun,alone,est))
    return rows

def cover(e,truth): return ((e.low-1e-12<=truth)&(truth<=e.high+1e-12)).mean(0)
if __name__=="__main__":
    runs=int(sys.argv[1]); kinds=sys.argv[2].split(",")
    for (pr,re,sp) in [(.6,.5,.1),(.8,.8,.05)]:
        store,truth,hit=run(runs,pr,re,sp,kinds)
        print("precision",pr,recall:=re)
        for kind,n,st,cells,tun,alone,est in evaluate(store,truth,hit):
            ct,ca,ce=cover(tun,truth),cover(alone,truth),cover(est,truth)
            wt,wa,we=[(e.high-e.low).mean(0) for e in (tun,alone,est)]
            sw=(est.slope==0).mean(0)
            for t in range(3):
                print(f"{kind:12} {n:4} st={st} p={SHARES[t]:.2f} pos={n*SHARES[t]:5.1f} all: tuned {ct[0,t]:.3f} {wt[0,t]:.4f} alone {ca[0,t]:.3f} {wa[0,t]:.4f} chosen {ce[0,t]:.3f} {we[0,t]:.4f} ratio {we[0,t]/wa[0,t]:.2f} sl0 {sw[0,t]:.2f} | g1 {ce[1,t]:.3f} {we[1,t]/wa[1,t]:.2f} g2 {ce[2,t]:.3f} {we[2,t]/wa[2,t]:.2f}")
