// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import { IClearingHouse } from "../../../src/clearing-house/IClearingHouse.sol";
import { SignedStructs } from "../../../src/clearing-house/SignedStructs.sol";
import { ILuxToken } from "../../../src/interfaces/ILuxToken.sol";
import { BatchCodec } from "../BatchCodec.sol";
import { TestWallet } from "../TestWallet.sol";
import { DishonestOperator } from "./DishonestOperator.sol";

/// @notice Everything that anybody can do to a clearing house, at all times and in any order; what
/// happens must be what the naive rules foresee, no less and no more.
contract ClearingHouseHandler is DishonestOperator {
    /// How often what succeeded, so that a test can see that something happens here.
    uint256 public settled;
    uint256 public refused;
    uint256 public withdrawn;
    uint256 public exited;
    uint256 public overtakings;
    /// How often which rule was broken.
    mapping(string fault => uint256) public faults;

    function setUp() public override {
        super.setUp();
        people.push(alice);
        people.push(bob);
        people.push(carol);
        people.push(_trader("dave"));
        people.push(_trader("fees"));
        (address key, uint256 secret) = makeAddrAndKey("key of the wallet");
        walletKey = key;
        wallet = new TestWallet(key);
        people.push(Trader(address(wallet), secret));
        for (uint256 i = 0; i < keys.length; ++i) {
            keys[i] = _trader(string.concat("key ", vm.toString(i)));
        }
        for (uint256 i = 0; i < people.length; ++i) {
            for (uint256 asset = 0; asset < ASSETS; ++asset) {
                uint256 quanta = asset < LETH ? 1e12 : 1000e8;
                _deposit(people[i].account, uint8(asset), quanta);
                _paidIn(people[i].account, asset, quanta);
            }
        }
    }

    // Settlement

    function settle(uint256 seed) external {
        _seed(seed);
        Attempt memory attempt = _attempt(1 + _roll(3));
        if (_chance(20)) _addWithdrawals(attempt, 1 + _roll(2));
        if (_chance(12)) _tamper(attempt);
        _try(attempt);
    }

    /// Signed and settled at once: mostly nothing is wrong with it.
    function trade(uint256 seed) external {
        honest = true;
        _seed(seed);
        Attempt memory attempt = _attempt(1 + _roll(2));
        if (_chance(20)) _addWithdrawals(attempt, 1);
        _try(attempt);
        honest = false;
    }

    function withdraw(uint256 seed) external {
        _seed(seed);
        Attempt memory attempt = _attempt(0);
        _addWithdrawals(attempt, _roll(4));
        _try(attempt);
    }

    function _try(Attempt memory attempt) private {
        Outcome memory outcome = _foresee(attempt);
        bytes memory batch = _encode(attempt);
        vm.prank(attempt.caller);
        try house.settle(batch) {
            assertEq(outcome.fault, "", "settled what must be refused");
            ++settled;
            withdrawn += attempt.withdrawals.length;
            _accept(attempt, outcome);
            _compare(attempt);
        } catch (bytes memory reason) {
            ++refused;
            ++faults[outcome.fault];
            if (bytes(outcome.fault).length == 0) {
                emit log_bytes(reason);
                emit log_bytes(batch);
                assertTrue(false, "refused what must be settled");
            }
        }
    }

    function _encode(Attempt memory attempt) private view returns (bytes memory batch) {
        Draft[] memory drafts = new Draft[](attempt.orders.length);
        for (uint256 i = 0; i < drafts.length; ++i) {
            drafts[i] = attempt.orders[i].draft;
        }
        WithdrawalDraft[] memory withdrawals = new WithdrawalDraft[](attempt.withdrawals.length);
        for (uint256 i = 0; i < withdrawals.length; ++i) {
            withdrawals[i] = attempt.withdrawals[i].draft;
        }
        (batch,) = BatchCodec.encode(_pack(attempt.sequence, drafts, attempt.fills, withdrawals));
    }

    /// What is remembered of orders; balances are looked at after every call.
    function _compare(Attempt memory attempt) private view {
        for (uint256 i = 0; i < attempt.orders.length; ++i) {
            SignedStructs.Order memory order = attempt.orders[i].draft.order;
            (uint256 lots, bool whole,) = house.restingOrder(order.account, order.nonce);
            assertEq(whole, filledWhole[order.account][order.nonce]);
            assertEq(lots, whole ? 0 : filledLots[order.account][order.nonce]);
            assertEq(house.accountOf(order.account).oneShotNonce, lastOneShot[order.account]);
        }
    }

    // Money in

    function deposit(uint256 seed, uint64 amount) external {
        _seed(seed);
        Trader memory person = _somebody();
        uint8 asset = uint8(_roll(ASSETS));
        uint256 quanta = _chance(70) ? uint256(amount) % 1e12 : uint256(amount) % 2 ** 54;
        uint256 paid = _give(person.account, asset, quanta);
        uint256 odd = _chance(5) ? 1 : 0;
        bool whole = odd == 0 || asset == LUSD || asset == LBTC;
        address payer = person.account;
        bool may = !isPaused && quanta != 0 && !exiting[person.account] && whole
            && paidIn[asset] - paidOut[asset] + quanta - odd <= 2 ** 53 - 1;
        if (asset == LUSD || asset == LBTC) may = may && quanta > odd;
        if (paid < odd) return;
        vm.prank(payer);
        try house.deposit(tokens[asset], paid - odd) {
            assertTrue(may, "took a deposit that it must refuse");
            _paidIn(person.account, asset, quanta - odd);
        } catch {
            assertFalse(may, "refused a deposit");
        }
    }

    function _paidIn(address account, uint256 asset, uint256 quanta) private {
        balances[account][asset] += quanta;
        paidIn[asset] += quanta;
        ++deposits;
    }

    function depositNative(uint256 seed, uint64 amount) external {
        _seed(seed);
        address account = _somebody().account;
        uint256 quanta = uint256(amount) % 1e12;
        bool whole = _chance(90);
        vm.deal(account, quanta * 1e12 + 1);
        bool may = !isPaused && quanta != 0 && !exiting[account] && whole
            && paidIn[WLUX] - paidOut[WLUX] + quanta <= 2 ** 53 - 1;
        vm.prank(account);
        try house.depositNative{ value: quanta * 1e12 + (whole ? 0 : 1) }() {
            assertTrue(may, "took native LUX that it must refuse");
            _paidIn(account, WLUX, quanta);
        } catch {
            assertFalse(may, "refused native LUX");
        }
    }

    // Whoever narrows

    function cancel(uint256 seed) external {
        _seed(seed);
        Trader memory person = _somebody();
        uint48 nonce = uint48(_roll(24));
        for (uint256 i = 0; i < 4 && kept.length > 0; ++i) {
            SignedStructs.Order memory order = kept[_roll(kept.length)].draft.order;
            if (order.account == person.account) nonce = order.nonce;
        }
        uint48[] memory nonces = new uint48[](1);
        nonces[0] = nonce;
        vm.prank(person.account);
        house.cancel(nonces);
        if (cancelBinds[person.account][nonce] == 0) {
            cancelBinds[person.account][nonce] = block.timestamp + 60;
        }
    }

    function bump(uint256 seed) external {
        _seed(seed);
        if (!_chance(30)) return;
        Trader memory person = _somebody();
        bool may = block.timestamp >= formerEpochEnds[person.account];
        bool bySignature = _chance(50);
        uint16 epoch = uint16(epochs[person.account] + 1);
        if (bySignature && _chance(20)) {
            epoch = uint16(_roll(4));
            may = may && epoch == epochs[person.account] + 1;
        }
        bool byWallet = person.account == address(wallet);
        if (bySignature && byWallet) may = may && wallet.answer() == TestWallet.Answer.Honest;
        bytes memory signature = _cancelAllSignature(person, epoch);
        vm.prank(bySignature ? STRANGER : person.account);
        bytes memory call = bySignature
            ? abi.encodeCall(IClearingHouse.cancelAll, (person.account, epoch, signature))
            : abi.encodeCall(IClearingHouse.bumpEpoch, ());
        (bool done,) = address(house).call(call);
        assertEq(done, may, "bump");
        if (!done) return;
        ++epochs[person.account];
        formerEpochEnds[person.account] = block.timestamp + 60;
    }

    function _cancelAllSignature(Trader memory person, uint16 epoch)
        private
        view
        returns (bytes memory)
    {
        bytes32 hash = SignedStructs.hashCancelAll(person.account, epoch);
        (uint8 v, bytes32 r, bytes32 s) = vm.sign(person.key, _digest(hash));
        return person.account == address(wallet) ? abi.encode(r, s, v) : abi.encodePacked(r, s, v);
    }

    function approve(uint256 seed) external {
        _seed(seed);
        Trader memory person = _somebody();
        IClearingHouse.AgentApproval memory one;
        one.account = person.account;
        one.agent = keys[_roll(keys.length)].account;
        one.expiry = uint32(block.timestamp + _roll(4 hours));
        if (_chance(10)) one.expiry = uint32(block.timestamp - _roll(2 hours));
        one.markets = uint64(_chance(60) ? type(uint64).max : _roll(16));
        one.maxNotional = uint128(_chance(60) ? type(uint128).max : _roll(3000e6));
        uint256 last = approvalNonce[person.account][one.agent];
        // Owners leave nonces out, so that some approvals are overtaken before they are brought.
        one.nonce = uint48(_chance(60) ? last + 1 + _roll(3) : _roll(last + 1));
        bool overtaken = _isOvertaken(one.account, one.agent, one.nonce) && _addsTo(one);
        bool may =
            (one.nonce > last || overtaken) && block.timestamp <= uint256(one.expiry) + 30 minutes;
        bool stolen = _chance(10);
        bytes memory signature = _sign(stolen ? keys[0].key : person.key, SignedStructs.hash(one));
        // The wallet calls for itself; of others anybody brings the signature.
        bool itself = person.account == address(wallet) || _chance(20);
        vm.prank(itself ? person.account : STRANGER);
        try house.approveAgent(one, signature) {
            assertTrue(may && (itself || !stolen), "approved what must be refused");
            if (overtaken) _joined(one);
            else _approved(one);
        } catch {
            assertFalse(may && (itself || !stolen), "refused an approval");
        }
    }

    function _approved(IClearingHouse.AgentApproval memory one) private {
        Approval[] storage all = approvals[one.account][one.agent];
        Approval memory last = all.length == 0 ? Approval(0, 0, 0, 0) : all[all.length - 1];
        Approval memory next = Approval(one.expiry, one.markets, one.maxNotional, FOREVER);
        bool narrower = next.expiry < last.expiry || next.maxNotional < last.maxNotional
            || last.markets & ~next.markets != 0;
        _replaceApproval(one.account, one.agent, next, narrower);
        _changeApproval(one.account, one.agent, one.nonce);
    }

    function _joined(IClearingHouse.AgentApproval memory one) private {
        ++overtakings;
        Approval memory late = Approval(one.expiry, one.markets, one.maxNotional, 0);
        _joinApproval(one.account, one.agent, late);
        (IClearingHouse.Agent memory present,) = house.agentOf(one.account, one.agent);
        assertEq(present.nonce, approvalNonce[one.account][one.agent]);
        assertEq(present.bindsAt, approvalBinds[one.account][one.agent]);
    }

    /// Whether it allows anything that the present approval does not.
    function _addsTo(IClearingHouse.AgentApproval memory one) private view returns (bool) {
        Approval[] storage all = approvals[one.account][one.agent];
        Approval memory last = all[all.length - 1];
        return one.expiry > last.expiry || one.maxNotional > last.maxNotional
            || one.markets & ~last.markets != 0;
    }

    function revoke(uint256 seed) external {
        _seed(seed);
        address account = _somebody().account;
        address agent = keys[_roll(keys.length)].account;
        uint256 last = approvalNonce[account][agent];
        uint48 nonce = uint48(last + _roll(3));
        if (_chance(10)) nonce = uint48(_roll(last + 1));
        vm.prank(account);
        (bool done,) =
            address(house).call(abi.encodeCall(IClearingHouse.revokeAgent, (agent, nonce)));
        assertEq(done, nonce >= last, "revocation");
        if (!done) return;
        _replaceApproval(account, agent, Approval(0, 0, 0, FOREVER), true);
        _changeApproval(account, agent, nonce);
    }

    // Exits

    function requestExit(uint256 seed) external {
        _seed(seed);
        // Rarely, or nobody would be left to trade.
        if (!_chance(30)) return;
        address account = _somebody().account;
        vm.prank(account);
        (bool done,) = address(house).call(abi.encodeCall(IClearingHouse.requestExit, ()));
        assertEq(done, !exiting[account], "request of an exit");
        if (!done) return;
        exiting[account] = true;
        exitBinds[account] = block.timestamp + 60;
        exitDue[account] = block.timestamp + 1 hours;
    }

    function cancelExit(uint256 seed) external {
        for (uint256 i = 0; i < people.length; ++i) {
            address account = people[(seed % people.length + i) % people.length].account;
            if (exiting[account]) return _cancelExit(account);
        }
        _cancelExit(people[seed % people.length].account);
    }

    function _cancelExit(address account) private {
        vm.prank(account);
        (bool done,) = address(house).call(abi.encodeCall(IClearingHouse.cancelExit, ()));
        assertEq(done, exiting[account], "end of an exit");
        exiting[account] = false;
        exitBinds[account] = 0;
    }

    function finaliseExit(uint256 seed) external {
        _seed(seed);
        address account = _somebody().account;
        for (uint256 i = 0; i < 4 && !exiting[account]; ++i) {
            account = _somebody().account;
        }
        if (exiting[account] && _chance(30)) vm.warp(exitDue[account] - _roll(2));
        _finalise(account, exiting[account] && block.timestamp >= exitDue[account]);
    }

    function _finalise(address account, bool may) private {
        uint256[] memory assets = new uint256[](ASSETS + 1);
        uint256[] memory before = new uint256[](ASSETS);
        for (uint256 asset = 0; asset < ASSETS; ++asset) {
            assets[asset] = asset;
            before[asset] = ILuxToken(tokens[asset]).balanceOf(account);
        }
        vm.prank(STRANGER);
        try house.finaliseExit(account, assets) {
            assertTrue(may, "paid an exit that is not due");
            ++exited;
        } catch {
            assertFalse(may, "refused an exit");
            return;
        }
        for (uint256 asset = 0; asset < ASSETS; ++asset) {
            uint256 unit = 10 ** house.assetAt(asset).unitExponent;
            uint256 owned = balances[account][asset];
            uint256 now_ = ILuxToken(tokens[asset]).balanceOf(account);
            assertEq(now_ - before[asset], owned * unit, "paid by the exit");
            paidOut[asset] += owned;
            balances[account][asset] = 0;
        }
    }

    /// Everybody leaves, without the operator, with everything.
    function everybodyLeaves() external {
        vm.startPrank(OWNER);
        house.setOperator(OPERATOR, false);
        house.pause();
        vm.stopPrank();
        for (uint256 i = 0; i < people.length; ++i) {
            if (exiting[people[i].account]) continue;
            vm.prank(people[i].account);
            house.requestExit();
        }
        vm.warp(block.timestamp + 1 hours);
        for (uint256 i = 0; i < people.length; ++i) {
            _finalise(people[i].account, true);
        }
    }

    // The world

    function wait_(uint256 seed) external {
        _seed(seed);
        uint256 time = 1 + _roll(90);
        if (_chance(15)) time = _roll(90 minutes);
        vm.warp(block.timestamp + time);
    }

    function administer(uint256 seed) external {
        _seed(seed);
        uint256 what = _roll(10);
        // Seldom stopped, soon resumed.
        if (what == 0) {
            isPaused = true;
            vm.prank(GUARDIAN);
            house.pause();
        } else if (what == 1) {
            hasOperator = false;
            vm.prank(OWNER);
            house.setOperator(OPERATOR, false);
        } else if (what == 2) {
            uint256 market = 1 + _roll(3);
            stopped[market] = true;
            vm.prank(OWNER);
            house.setMarketActive(market, false);
        } else if (what == 3) {
            wallet.setAnswer(TestWallet.Answer(_roll(uint256(type(TestWallet.Answer).max) + 1)));
        } else {
            resume();
        }
    }

    function resume() public {
        (isPaused, hasOperator) = (false, true);
        wallet.setAnswer(TestWallet.Answer.Honest);
        vm.startPrank(OWNER);
        house.unpause();
        house.setOperator(OPERATOR, true);
        for (uint256 market = 1; market <= 3; ++market) {
            stopped[market] = false;
            house.setMarketActive(market, true);
        }
        vm.stopPrank();
    }

    // What the invariants look at

    function theHouse() external view returns (IClearingHouse) {
        return house;
    }

    function tokenOf(uint256 asset) external view returns (address) {
        return tokens[asset];
    }

    function peopleCount() external view returns (uint256) {
        return people.length;
    }

    function accountAt(uint256 person) external view returns (address) {
        return people[person].account;
    }

    function balanceFor(uint256 person, uint256 asset) external view returns (uint256) {
        return balances[people[person].account][asset];
    }

    /// Quanta that came in and did not leave.
    function inside(uint256 asset) external view returns (uint256) {
        return paidIn[asset] - paidOut[asset];
    }

    function batches() external view returns (uint256) {
        return sequence;
    }

    function depositsMade() external view returns (uint256) {
        return deposits;
    }
}
